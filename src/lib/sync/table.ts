import type { Synced } from '../domain/rows.ts';
import { RowIndex } from './row-index.ts';

/** One table in memory: the server's rows, and over them those that pending mutations change. */
export class Table<R extends Synced> {
  readonly #base = new Map<string, R>();
  #over: ReadonlyMap<string, R> = new Map();
  readonly #keyOf: ((row: R) => string) | null;
  readonly #index = new RowIndex();

  constructor(rows: readonly R[], keyOf: ((row: R) => string) | null) {
    this.#keyOf = keyOf;
    for (const row of rows) this.put(row);
  }

  put(row: R): void {
    this.delete(row.id);
    this.#base.set(row.id, row);
    if (!this.#keyOf) return;
    this.#index.add(this.#keyOf(row), row.id);
    this.#index.touch(this.#keyOf(row));
  }

  delete(id: string): void {
    const row = this.#base.get(id);
    if (!row) return;
    this.#base.delete(id);
    if (!this.#keyOf) return;
    this.#index.remove(this.#keyOf(row), id);
    this.#index.touch(this.#keyOf(row));
  }

  clear(): void {
    this.#base.clear();
    this.#index.clear();
  }

  /** @returns whether this changes what is read */
  layOver(rows: ReadonlyMap<string, R>): boolean {
    const isChange = rows.size > 0 || this.#over.size > 0;
    if (this.#keyOf)
      for (const row of [...this.#over.values(), ...rows.values()])
        this.#index.touch(this.#keyOf(row));
    this.#over = rows;
    return isChange;
  }

  /** The row as screens show it, deleted ones too. */
  get(id: string): R | undefined {
    return this.#over.get(id) ?? this.#base.get(id);
  }

  /** The server's row. */
  base(id: string): R | undefined {
    return this.#base.get(id);
  }

  /** Every living row, the server's first and then those that only this phone has. */
  all(): R[] {
    const rows: R[] = [];
    for (const [id, row] of this.#base) keepLiving(rows, this.#over.get(id) ?? row);
    for (const [id, row] of this.#over) if (!this.#base.has(id)) keepLiving(rows, row);
    return rows;
  }

  /** The living rows that belong to this key; the table must have one. */
  by(key: string): R[] {
    const rows: R[] = [];
    for (const id of this.#index.ids(key)) keepLiving(rows, this.get(id));
    for (const [id, row] of this.#over)
      if (!this.#base.has(id) && this.#keyOf?.(row) === key) keepLiving(rows, row);
    return rows;
  }

  baseBy(key: string): R[] {
    const rows: R[] = [];
    for (const id of this.#index.ids(key)) keepLiving(rows, this.#base.get(id));
    return rows;
  }

  stamp(key: string): number {
    return this.#index.stamp(key);
  }
}

const keepLiving = <R extends Synced>(rows: R[], row: R | undefined): void => {
  if (row?.deleted_at === null) rows.push(row);
};
