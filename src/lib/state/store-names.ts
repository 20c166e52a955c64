import * as v from 'valibot';

const key = 'daylight.stores';
const schema = v.array(v.string());

/**
 * The names of the databases on this device: browsers before 2024 do not all tell them.
 * Written before a database is made, so that none is ever forgotten.
 */
export class StoreNames {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  all(): string[] {
    try {
      const parsed = v.safeParse(schema, JSON.parse(this.#storage.getItem(key) ?? '[]'));
      return parsed.success ? parsed.output : [];
    } catch {
      return [];
    }
  }

  add(name: string): void {
    const names = this.all();
    if (!names.includes(name)) this.#keep([...names, name]);
  }

  remove(name: string): void {
    this.#keep(this.all().filter((other) => other !== name));
  }

  #keep(names: string[]): void {
    try {
      this.#storage.setItem(key, JSON.stringify(names));
    } catch {
      // Where localStorage is forbidden or full, sign-out finds the databases that this page has open.
    }
  }
}
