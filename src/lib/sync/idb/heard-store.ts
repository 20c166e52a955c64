/**
 * What the server said last of numbers that no rows on this phone can tell: sealed, for the account
 * that asked, and for as long as it is signed in [S13].
 */
import type { Cipher, Sealed } from '../vault/cipher.ts';
import { Connection } from './connection.ts';
import { openDatabase, result } from './database.ts';

/** Its key is [kind, of]. */
interface KeptAnswer {
  kind: string;
  of: string;
  /** JSON. */
  body: Sealed;
}

const stores = ['answers'] as const;
/** A phone that is searched has no long memory: so many of a kind, the last by name. */
const mostOfKind = 14;

const openHeard = (factory: IDBFactory, name: string): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name,
    version: 1,
    upgrade: (database) => {
      database.createObjectStore('answers', { keyPath: ['kind', 'of'] });
    },
  });

export interface HeardStoreOptions {
  factory: IDBFactory;
  name: string;
  /** @throws StorageError `locked` while the PIN has not been given */
  cipher: () => Promise<Cipher>;
}

/** Every method throws StorageError. */
export class HeardStore {
  readonly #database: Connection;
  readonly #name: string;
  readonly #cipher: () => Promise<Cipher>;

  constructor({ factory, name, cipher }: HeardStoreOptions) {
    this.#name = name;
    this.#cipher = cipher;
    this.#database = new Connection(() => openHeard(factory, name));
  }

  /**
   * @param kind what was asked
   * @param of about what, as a day; the earliest by name go first
   * @param answer what JSON can hold
   */
  async keep(kind: string, of: string, answer: unknown): Promise<void> {
    const cipher = await this.#cipher();
    const body = await cipher.seal(JSON.stringify(answer), this.#context(kind, of));
    await this.#database.transact({ stores, mode: 'readwrite' }, async (store) => {
      const answers = store('answers');
      answers.put({ kind, of, body } satisfies KeptAnswer);
      const keys = await result(answers.getAllKeys(IDBKeyRange.bound([kind], [kind, []])));
      for (const key of keys.slice(0, -mostOfKind)) answers.delete(key);
    });
  }

  /** Undefined where nothing is kept. */
  async read(kind: string, of: string): Promise<unknown> {
    const kept = await this.#database.transact({ stores, mode: 'readonly' }, (store) =>
      result(store('answers').get([kind, of]) as IDBRequest<KeptAnswer | undefined>),
    );
    if (!kept) return undefined;
    const cipher = await this.#cipher();
    return JSON.parse(await cipher.open(kept.body, this.#context(kind, of)));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #context(kind: string, of: string): string {
    return JSON.stringify([this.#name, 'heard', kind, of]);
  }
}
