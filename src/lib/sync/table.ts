import type { Synced } from '../domain/rows.ts';
import { LivingRows } from './living-rows.ts';
import { RowIndex } from './row-index.ts';

/** One table in memory: the server's rows, and over them those that pending mutations change. */
export class Table<R extends Synced> {
  readonly #base = new Map<string, R>();
  #over: ReadonlyMap<string, R> = new Map();
  readonly #living = new LivingRows<R>();
  readonly #keyOf: ((row: R) => string) | null;
  readonly #index = new RowIndex();

  constructor(keyOf: ((row: R) => string) | null) {
    this.#keyOf = keyOf;
  }

  put(row: R): void {
    const before = this.#base.get(row.id);
    this.#base.set(row.id, row);
    this.#living.show(row.id, this.get(row.id));
    if (!this.#keyOf) return;
    if (before) this.#leaveIndex(before, this.#keyOf);
    this.#index.add(this.#keyOf(row), row.id);
    this.#index.touch(this.#keyOf(row));
  }

  delete(id: string): void {
    const before = this.#base.get(id);
    if (!before) return;
    this.#base.delete(id);
    this.#living.show(id, this.get(id));
    if (this.#keyOf) this.#leaveIndex(before, this.#keyOf);
  }

  clear(): void {
    this.#base.clear();
    this.#index.clear();
    this.#living.clear();
    for (const [id, row] of this.#over) this.#living.show(id, row);
  }

  /** @returns whether this changes what is read */
  layOver(rows: ReadonlyMap<string, R>): boolean {
    const before = this.#over;
    const isChange = rows.size > 0 || before.size > 0;
    if (this.#keyOf)
      for (const row of [...before.values(), ...rows.values()]) this.#index.touch(this.#keyOf(row));
    this.#over = rows;
    for (const id of before.keys()) this.#living.show(id, this.get(id));
    for (const [id, row] of rows) this.#living.show(id, row);
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

  /** Every living row, those that only this phone has too; the same list until one changes. */
  all(): readonly R[] {
    return this.#living.list();
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

  #leaveIndex(row: R, keyOf: (row: R) => string): void {
    this.#index.remove(keyOf(row), row.id);
    this.#index.touch(keyOf(row));
  }
}

const keepLiving = <R extends Synced>(rows: R[], row: R | undefined): void => {
  if (row?.deleted_at === null) rows.push(row);
};
