/**
 * What a phone keeps of one operation: rows by table, the outbox, the cursor.
 * Shaped for IndexedDB: asynchronous, one write is one transaction, readers are told of changes.
 */
import type { Rows, TableName } from '../domain/rows.ts';
import { tableNames } from '../domain/rows.ts';
import type { NewOutboxRecord, OutboxRecord } from './outbox.ts';
import type { Change } from './protocol.ts';

export type RowsByTable = { [T in TableName]: Rows[T][] };

/** A record that is kept, and that this version of the app cannot read [S6]. */
export interface UnreadRecord {
  key: string;
  seq: number;
  format: number;
  /** `newer`: made by a newer version of the app. */
  why: 'newer' | 'damaged';
}

export interface StoredState {
  rows: RowsByTable;
  /** By `seq`, oldest first. */
  outbox: OutboxRecord[];
  cursor: string | null;
  unread: UnreadRecord[];
}

/** Everything in one write happens, or nothing does. */
export interface StoreWrite {
  /** Drop all rows first; the outbox stays [R4]. */
  dropRows?: boolean;
  /** A change older than the stored row of the same id is left out. */
  changes?: readonly Change[];
  cursor?: string | null;
  /** New records, which get the next `seq` in this order; a key that is there already is left out. */
  add?: readonly NewOutboxRecord[];
  /** Records in their new form; one that is no longer there is left out, never brought back. */
  update?: readonly OutboxRecord[];
  /**
   * A new record in the place of another: it takes over its `seq` [K7]. When the other one is gone,
   * confirmed or on its way by now, nothing of this write happens, and nobody is told.
   */
  replace?: { key: string; by: NewOutboxRecord };
  /** Keys of records that are finished with. */
  remove?: readonly string[];
}

/** What a write has really done, for those who keep a copy in memory. */
export interface StoreChange {
  dropRows: boolean;
  changes: readonly Change[];
  /** Undefined when it stayed as it was. */
  cursor?: string | null;
  /** Added and updated records. */
  records: readonly OutboxRecord[];
  removed: readonly string[];
  /** It happened in another tab. */
  isElsewhere?: true;
}

export interface LocalStore {
  /** Everything that is kept, once, at the start. */
  load(): Promise<StoredState>;
  /**
   * Resolves when the write is durable, after the listeners have heard of it.
   * Rejects with a StorageError, with nothing changed, when the phone cannot keep it.
   */
  write(write: StoreWrite): Promise<void>;
  /** Told of every write in the order in which they happened, those of other tabs included. */
  subscribe(listener: (change: StoreChange) => void): () => void;
  /** Forgets everything of this operation: rows, outbox, cursor. */
  destroy(): Promise<void>;
}

export const noRows = (): RowsByTable =>
  Object.fromEntries(tableNames.map((table) => [table, []])) as unknown as RowsByTable;
