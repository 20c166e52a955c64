/** IndexedDB as promises: opening, one transaction, its failures as StorageError. */
import { StorageError, storageError } from '../storage-error.ts';

export interface OpenOptions {
  factory: IDBFactory;
  name: string;
  version: number;
  upgrade: (database: IDBDatabase) => void;
}

/**
 * Opens, or makes. A database that a newer version of the app has made is opened as it is:
 * that version keeps what this one reads.
 */
export const openDatabase = async ({
  factory,
  name,
  version,
  upgrade,
}: OpenOptions): Promise<IDBDatabase> => {
  const request = factory.open(name, version);
  request.onupgradeneeded = () => upgrade(request.result);
  try {
    return await opened(request);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'VersionError') throw storageError(cause);
    return opened(factory.open(name));
  }
};

const opened = async (request: IDBOpenDBRequest): Promise<IDBDatabase> => {
  const database = await result(request);
  // Another tab deletes or upgrades it: holding on would hold that tab up.
  database.onversionchange = () => database.close();
  return database;
};

export const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new StorageError('failed'));
  });

/** Deletes it; resolves when it is gone, or as soon as another tab that has it open lets go. */
export const deleteDatabase = async (factory: IDBFactory, name: string): Promise<void> => {
  await result(factory.deleteDatabase(name));
};

export interface TransactionOptions<N extends string> {
  stores: readonly N[];
  mode: IDBTransactionMode;
  /** `strict` waits for the disk itself. */
  durability?: IDBTransactionDurability;
}

/**
 * Runs `body` in one transaction; `body` may await requests of it and nothing else.
 * @returns what `body` gave, when the transaction is complete
 * @throws StorageError, with nothing written
 */
export const transact = async <T, N extends string>(
  database: IDBDatabase,
  { stores, mode, durability = 'default' }: TransactionOptions<N>,
  body: (store: (name: N) => IDBObjectStore) => Promise<T>,
): Promise<T> => {
  try {
    const transaction = database.transaction([...stores], mode, { durability });
    const complete = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new StorageError('failed'));
    });
    try {
      const value = await body((name) => transaction.objectStore(name));
      await complete;
      return value;
    } catch (cause) {
      abort(transaction);
      await complete.catch(() => undefined);
      // A full disk aborts first and fails the requests after it: the transaction knows why.
      throw transaction.error ?? cause;
    }
  } catch (cause) {
    throw storageError(cause);
  }
};

const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
};
