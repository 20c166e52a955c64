/** What the effects of mutations read and write: rows over rows. */
import type { Mutation, MutationKind } from '../domain/mutations.ts';
import type { Actor } from '../domain/permissions.ts';
import type { Rows, TableName } from '../domain/rows.ts';
import { tableNames } from '../domain/rows.ts';
import type { IndexedTable } from './row-index.ts';
import { indexKeys } from './row-index.ts';

/** Who made the mutations: nobody else's are ever pending on this phone. */
export interface Author extends Actor {
  userId: string;
}

export interface ReadRows {
  get<T extends TableName>(table: T, id: string): Rows[T] | undefined;
  by<T extends IndexedTable>(table: T, key: string): Rows[T][];
}

export type Overlay = { [T in TableName]: Map<string, Rows[T]> };

/** The version of a row that only this phone has: it comes after everything that the server knows. */
export const unsentVersion = Number.MAX_SAFE_INTEGER;

/** The rows so far: the server's, and over them what earlier mutations made of them. */
export class Layer implements ReadRows {
  readonly rows: Overlay;
  readonly #base: ReadRows;

  constructor(base: ReadRows) {
    this.#base = base;
    this.rows = Object.fromEntries(
      tableNames.map((table) => [table, new Map()]),
    ) as unknown as Overlay;
  }

  get<T extends TableName>(table: T, id: string): Rows[T] | undefined {
    return (this.rows[table] as Map<string, Rows[T]>).get(id) ?? this.#base.get(table, id);
  }

  by<T extends IndexedTable>(table: T, key: string): Rows[T][] {
    const over = this.rows[table] as Map<string, Rows[T]>;
    const keyOf = indexKeys[table] as (row: Rows[T]) => string;
    return [
      ...this.#base.by(table, key).filter(({ id }) => !over.has(id)),
      ...[...over.values()].filter((row) => keyOf(row) === key),
    ];
  }

  put<T extends TableName>(table: T, row: Rows[T]): void {
    (this.rows[table] as Map<string, Rows[T]>).set(row.id, row);
  }

  /** Whether the server has sent this row: then the mutation that makes it has been applied. */
  isKnown(table: TableName, id: string): boolean {
    return this.#base.get(table, id) !== undefined;
  }
}

/** The columns that every row begins with, for one that only this phone has. */
export const newRow = (id: string, { operation_id, device_at }: Mutation) => ({
  id,
  operation_id,
  version: unsentVersion,
  created_at: device_at,
  updated_at: device_at,
  deleted_at: null,
});

export type Effect<M extends Mutation = Mutation> = (
  layer: Layer,
  mutation: M,
  author: Author,
) => void;

/** What each kind of mutation does to the rows: the form of private.apply_* for screens. */
export type Effects<K extends MutationKind> = {
  [Kind in K]: Effect<Extract<Mutation, { kind: Kind }>>;
};
