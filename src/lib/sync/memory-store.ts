import type { TableName } from '../domain/rows.ts';
import { tableNames } from '../domain/rows.ts';
import type { OutboxRecord } from './outbox.ts';
import { isReplaceable } from './outbox.ts';
import type { Change } from './protocol.ts';
import type { LocalStore, StoreChange, StoredState, StoreWrite } from './store.ts';
import { noRows } from './store.ts';

/** A store that lives as long as the page: for tests, and where a browser keeps nothing. */
export class MemoryStore implements LocalStore {
  readonly #tables = new Map<TableName, Map<string, Change>>();
  readonly #outbox = new Map<string, OutboxRecord>();
  readonly #listeners = new Set<(change: StoreChange) => void>();
  #cursor: string | null = null;
  #lastSeq = 0;

  load(): Promise<StoredState> {
    const rows = noRows();
    for (const table of tableNames)
      Object.assign(rows, { [table]: [...this.#table(table).values()].map(({ row }) => row) });
    const outbox = [...this.#outbox.values()].toSorted((a, b) => a.seq - b.seq);
    return Promise.resolve({ rows, outbox, cursor: this.#cursor, unread: [] });
  }

  write(write: StoreWrite): Promise<void> {
    const replaced = write.replace && this.#outbox.get(write.replace.key);
    if (write.replace && !(replaced && isReplaceable(replaced.state))) return Promise.resolve();
    const change = this.#apply(write);
    for (const listener of this.#listeners) listener(change);
    return Promise.resolve();
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): Promise<void> {
    this.#tables.clear();
    this.#outbox.clear();
    this.#cursor = null;
    return Promise.resolve();
  }

  #apply(write: StoreWrite): StoreChange {
    if (write.dropRows) this.#tables.clear();
    if (write.cursor !== undefined) this.#cursor = write.cursor;
    return {
      dropRows: write.dropRows ?? false,
      changes: (write.changes ?? []).filter((change) => this.#applyChange(change)),
      ...(write.cursor === undefined ? {} : { cursor: write.cursor }),
      records: [...this.#add(write), ...this.#replace(write), ...this.#update(write)],
      removed: [...(write.remove ?? []), ...(write.replace ? [write.replace.key] : [])].filter(
        (key) => this.#outbox.delete(key),
      ),
    };
  }

  #applyChange(change: Change): boolean {
    const table = this.#table(change.table);
    const known = table.get(change.id);
    if (known && known.version > change.version) return false;
    if (change.op === 'put') table.set(change.id, change);
    else table.delete(change.id);
    return true;
  }

  #add({ add = [] }: StoreWrite): OutboxRecord[] {
    return add
      .filter(({ key }) => !this.#outbox.has(key))
      .map((record) => this.#keep({ ...record, seq: ++this.#lastSeq }));
  }

  #replace({ replace }: StoreWrite): OutboxRecord[] {
    const old = replace && this.#outbox.get(replace.key);
    return old ? [this.#keep({ ...replace.by, seq: old.seq })] : [];
  }

  #update({ update = [] }: StoreWrite): OutboxRecord[] {
    return update.filter(({ key }) => this.#outbox.has(key)).map((record) => this.#keep(record));
  }

  #keep(record: OutboxRecord): OutboxRecord {
    this.#outbox.set(record.key, record);
    return record;
  }

  #table(name: TableName): Map<string, Change> {
    const table = this.#tables.get(name) ?? new Map<string, Change>();
    this.#tables.set(name, table);
    return table;
  }
}
