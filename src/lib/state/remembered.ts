import type { Membership } from './membership';
import { parseMemberships, toStored } from './membership';

const keys = {
  user: 'daylight.user',
  operation: 'daylight.operation',
  memberships: 'daylight.memberships',
} as const;

/** What a device remembers between two starts, so that it can start without network. */
export class Remembered {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Whose things these are. */
  get userId(): string | null {
    const stored = this.#read(keys.user);
    return typeof stored === 'string' ? stored : null;
  }

  keepUser(id: string): void {
    this.#write(keys.user, id);
  }

  get operationId(): string | null {
    const stored = this.#read(keys.operation);
    return typeof stored === 'string' ? stored : null;
  }

  keepOperation(id: string): void {
    this.#write(keys.operation, id);
  }

  get memberships(): Membership[] | null {
    return parseMemberships(this.#read(keys.memberships));
  }

  keepMemberships(memberships: readonly Membership[]): void {
    this.#write(keys.memberships, toStored(memberships));
  }

  forget(): void {
    for (const key of Object.values(keys)) this.#storage.removeItem(key);
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  #write(key: string, value: unknown): void {
    try {
      this.#storage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage costs the next start a request, and nothing else.
    }
  }
}
