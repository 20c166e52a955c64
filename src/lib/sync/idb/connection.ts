import { storageError } from '../storage-error.ts';
import type { TransactionOptions } from './database.ts';
import { transact } from './database.ts';

/**
 * A database that is opened at its first use, and anew when the browser has ended the connection, as
 * phones do with apps in the background: a wipe or an attempt at the PIN must not fail for that.
 */
export class Connection {
  readonly #open: () => Promise<IDBDatabase>;
  #database: Promise<IDBDatabase> | null = null;

  constructor(open: () => Promise<IDBDatabase>) {
    this.#open = open;
  }

  /**
   * As `transact`. `body` runs once more where the connection had ended: nothing was written then.
   * @throws StorageError, with nothing written
   */
  async transact<T, N extends string>(
    options: TransactionOptions<N>,
    body: (store: (name: N) => IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#once(options, body);
    } catch (cause) {
      if (storageError(cause).type !== 'lost') throw cause;
    }
    return this.#once(options, body);
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = null;
    (await database?.catch(() => null))?.close();
  }

  async #once<T, N extends string>(
    options: TransactionOptions<N>,
    body: (store: (name: N) => IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    try {
      return await transact(await (this.#database ??= this.#open()), options, body);
    } catch (cause) {
      if (storageError(cause).type !== 'full') this.#database = null;
      throw cause;
    }
  }
}
