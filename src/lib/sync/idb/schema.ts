/** What the database of one account and operation holds. */
import { newId } from '../ids.ts';
import type { Letter } from '../letters/letter.ts';
import type { OutboxState } from '../outbox.ts';
import type { Sealed } from '../vault/cipher.ts';
import { openDatabase, result } from './database.ts';

/** The form of the rows; when it changes, rows are read one by one and asked for again [S7]. */
export const rowsFormat = 5;

/** The one entry of `head`: what every write reads first, and moves on. */
export interface Head {
  /** Made with the database: another one means that this one was taken away. */
  store: string;
  /** One more with each write. */
  rev: number;
  /** One more each time the rows are dropped. */
  generation: number;
  cursor: string | null;
  /** Given to the last record; never given again. */
  lastSeq: number;
  rowsFormat: number;
}

/** The rows that one write brought: the JSON of `Change[]`, sealed. */
export interface Chunk {
  rev: number;
  body: Sealed;
}

/** A record of the outbox: in clear only what has to be found without its key. */
export interface KeptRecord {
  seq: number;
  key: string;
  /** The write that last changed it. */
  rev: number;
  format: number;
  state: OutboxState;
  /** The JSON of the rest of the record, sealed. */
  body: Sealed;
  /** Sealed for the server already; records of format 1 have none. */
  letter?: Letter | null;
}

export const stores = ['head', 'chunks', 'outbox'] as const;
type StoreName = (typeof stores)[number];
export const headKey = 1;
/** The object stores of the transaction under way. */
export type StoreOf = (name: StoreName) => IDBObjectStore;

export const openStore = (factory: IDBFactory, name: string): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name,
    version: 1,
    upgrade: (database) => {
      database.createObjectStore('head');
      database.createObjectStore('chunks', { keyPath: 'rev' });
      database.createObjectStore('outbox', { keyPath: 'seq' }).createIndex('rev', 'rev');
    },
  });

export const emptyHead = (): Head => ({
  store: newId(),
  rev: 0,
  generation: 0,
  cursor: null,
  lastSeq: 0,
  rowsFormat,
});

export const readHead = (store: StoreOf): Promise<Head | undefined> =>
  result(store('head').get(headKey) as IDBRequest<Head | undefined>);

export const chunkContext = (name: string, rev: number): string =>
  JSON.stringify([name, 'chunk', rev]);

export const recordContext = (
  name: string,
  { key, seq, format, state }: Pick<KeptRecord, 'key' | 'seq' | 'format' | 'state'>,
): string => JSON.stringify([name, 'record', key, seq, format, state]);
