/** What is kept of files on this phone, and what can be done to it without their key. */
import type { Sealed, SealedBytes } from '../vault/cipher.ts';
import { deleteDatabase, openDatabase, result, transact } from './database.ts';

/** A file that the server has not confirmed yet. Written after its parts: without it they are nothing. */
export interface KeptFile {
  id: string;
  parts: number;
  /** What its owner has to know of it: JSON, sealed. */
  body: Sealed;
}

/** One part; its key is [file, part]. */
export interface KeptPart extends SealedBytes {
  file: string;
  part: number;
}

/** The smaller picture that is shown in a file's place, for as long as the account is signed in. */
export interface KeptPreview extends SealedBytes {
  file: string;
}

const stores = ['files', 'parts', 'previews'] as const;

export const fileDatabaseName = (userId: string, operationId: string): string =>
  `${filePrefix(userId)}${operationId}`;
export const filePrefix = (userId: string): string => `daylight files ${userId} `;

export const openFiles = (factory: IDBFactory, name: string): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name,
    version: 1,
    upgrade: (database) => {
      database.createObjectStore('files', { keyPath: 'id' });
      database.createObjectStore('parts', { keyPath: ['file', 'part'] });
      database.createObjectStore('previews', { keyPath: 'file' });
    },
  });

/** How many files wait for the server. */
export const countFiles = async (factory: IDBFactory, name: string): Promise<number> => {
  const database = await openFiles(factory, name);
  try {
    return await transact(database, { stores, mode: 'readonly' }, (store) =>
      result(store('files').count()),
    );
  } finally {
    database.close();
  }
};

/**
 * For sign-out [E4]: files that wait stay, sealed, for the next sign-in of the same account; all else
 * goes.
 * @returns how many wait
 */
export const leaveFilesOnly = async (factory: IDBFactory, name: string): Promise<number> => {
  const waiting = await countFiles(factory, name);
  if (waiting === 0) {
    await deleteDatabase(factory, name);
    return 0;
  }
  const database = await openFiles(factory, name);
  try {
    await transact(database, { stores, mode: 'readwrite' }, (store) => {
      store('previews').clear();
      return Promise.resolve();
    });
  } finally {
    database.close();
  }
  return waiting;
};
