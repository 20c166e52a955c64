/**
 * One operation in memory: the rows with what is pending laid over them [K2], the outbox, the cursor.
 * Told of writes one by one: the cost follows the change, not the size of the operation.
 */
import type { Rows, Synced, TableName } from '../domain/rows.ts';
import { tableNames } from '../domain/rows.ts';
import type { Author, ReadRows } from './layer.ts';
import type { OutboxRecord } from './outbox.ts';
import { isPending } from './outbox.ts';
import { overlay } from './overlay.ts';
import { nextTask, pauses } from './pauses.ts';
import type { IndexedTable } from './row-index.ts';
import { indexKeys } from './row-index.ts';
import type { StoreChange, StoredState } from './store.ts';
import { noRows } from './store.ts';
import { Table } from './table.ts';

/** Rows put into memory before the next look at the time. */
const sliceRows = 200;

/** What reads differently now. */
export interface ReplicaChange {
  tables: ReadonlySet<TableName>;
  outbox: boolean;
}

export const everything: ReplicaChange = { tables: new Set(tableNames), outbox: true };

export class Replica {
  /** Oldest first. */
  records: readonly OutboxRecord[];
  cursor: string | null;
  readonly #tables: { [T in TableName]: Table<Rows[T]> };
  readonly #firstAuthor: Author;

  /** @param author the caller as known before the own member's row is here */
  constructor(state: Omit<StoredState, 'unread'>, author: Author) {
    const keys: Partial<Record<TableName, unknown>> = indexKeys;
    this.#tables = Object.fromEntries(
      tableNames.map((table) => [table, new Table((keys[table] ?? null) as null)]),
    ) as unknown as { [T in TableName]: Table<Rows[T]> };
    this.records = state.outbox;
    this.cursor = state.cursor;
    this.#firstAuthor = author;
    for (const name of tableNames) this.#fill(name, state.rows[name]);
    this.#layOver();
  }

  /** The same in short tasks: a tap never waits until all rows are in memory. */
  static async of(state: Omit<StoredState, 'unread'>, author: Author): Promise<Replica> {
    const replica = new Replica({ ...state, rows: noRows(), outbox: [] }, author);
    const pause = pauses();
    for (const name of tableNames) {
      const rows: readonly Synced[] = state.rows[name];
      for (let from = 0; from < rows.length; from += sliceRows) {
        replica.#fill(name, rows.slice(from, from + sliceRows));
        await pause();
      }
    }
    replica.records = state.outbox;
    replica.#layOver();
    // What comes next is the first drawing of all screens.
    if (tableNames.some((name) => state.rows[name].length > sliceRows)) await nextTask();
    return replica;
  }

  apply(change: StoreChange): ReplicaChange {
    const tables = new Set<TableName>();
    if (change.dropRows)
      for (const name of tableNames) {
        this.#tables[name].clear();
        tables.add(name);
      }
    for (const { table: name, id, row } of change.changes) {
      const table = this.#tables[name] as unknown as Table<Synced>;
      if (row) table.put(row);
      else table.delete(id);
      tables.add(name);
    }
    if (change.cursor !== undefined) this.cursor = change.cursor;
    const outbox = change.records.length + change.removed.length > 0;
    if (outbox) this.#applyRecords(change);
    if (outbox || (tables.size > 0 && this.records.some(isPending)))
      for (const name of this.#layOver()) tables.add(name);
    return { tables, outbox };
  }

  /** Lays what is pending over the rows anew: more of it can be shown than before. */
  layOver(): ReplicaChange {
    return { tables: new Set(this.#layOver()), outbox: false };
  }

  get<T extends TableName>(table: T, id: string): Rows[T] | undefined {
    return this.#tables[table].get(id);
  }

  /** The living rows; the same list until one of them changes. */
  all<T extends TableName>(table: T): readonly Rows[T][] {
    return this.#tables[table].all();
  }

  by<T extends IndexedTable>(table: T, key: string): Rows[T][] {
    return this.#tables[table].by(key);
  }

  /** A number that moves on whenever a row under this key has changed. */
  stamp(table: IndexedTable, key: string): number {
    return this.#tables[table].stamp(key);
  }

  /** The caller as the operation's own list of members has it. */
  get author(): Author {
    const { userId } = this.#firstAuthor;
    const member = this.#tables.members.all().find(({ user_id }) => user_id === userId);
    return member ? { userId, role: member.role, teamId: member.team_id } : this.#firstAuthor;
  }

  #fill(name: TableName, rows: readonly Synced[]): void {
    const table = this.#tables[name] as unknown as Table<Synced>;
    for (const row of rows) table.put(row);
  }

  #applyRecords({ records, removed }: StoreChange): void {
    const byKey = new Map(this.records.map((record) => [record.key, record]));
    for (const record of records) byKey.set(record.key, record);
    for (const key of removed) byKey.delete(key);
    this.records = [...byKey.values()].toSorted((a, b) => a.seq - b.seq);
  }

  /** @returns the tables that read differently for it */
  #layOver(): TableName[] {
    const base: ReadRows = {
      get: (table, id) => this.#tables[table].base(id),
      by: (table, key) => this.#tables[table].baseBy(key),
    };
    const mutations = this.records.filter(isPending).map(({ mutation }) => mutation);
    const over = overlay(base, mutations, this.author);
    return tableNames.filter((name) =>
      (this.#tables[name] as unknown as Table<Synced>).layOver(over[name]),
    );
  }
}
