/** Which chunk holds the present form of each row, and which chunks are worth merging. */
import type { TableName } from '../../domain/rows.ts';
import type { Change } from '../protocol.ts';

/** Chunks with fewer living rows are merged, and those that are half dead. */
const smallRows = 250;
/** So many of them make a merge worth its while. */
const mostSmall = 32;
/** A merge writes no more rows than this: no long task, no long write. */
const largestMerge = 1_000;

interface Place {
  version: number;
  rev: number;
  /** The row was taken away: this is its tombstone. */
  isGone: boolean;
  /** Other chunks that have an earlier form of the row; null for none. */
  older: number[] | null;
}

export class ChunkIndex {
  readonly #places = new Map<TableName, Map<string, Place>>();
  readonly #chunks = new Map<number, { total: number; alive: number }>();
  /** Chunks that still have a form of a row that was taken away. */
  readonly #soiled = new Set<number>();

  clear(): void {
    this.#places.clear();
    this.#chunks.clear();
    this.#soiled.clear();
  }

  /** Those of the changes that are not older than what is here, or than one before them. */
  notOlder(changes: readonly Change[]): Change[] {
    const latest = new Map<string, number>();
    return changes.filter(({ table, id, version }) => {
      const key = `${table} ${id}`;
      const known = latest.get(key) ?? this.#place(table, id)?.version ?? -1;
      if (known > version) return false;
      latest.set(key, version);
      return true;
    });
  }

  /**
   * This chunk is on the disk.
   * @returns what was not known before, by its version
   */
  take(rev: number, changes: readonly Change[]): Change[] {
    const counts = { total: changes.length, alive: 0 };
    this.#chunks.set(rev, counts);
    return changes.filter(({ table, id, version, op }) => {
      const before = this.#place(table, id);
      if (before && before.version > version) {
        if (before.isGone) this.#soil(op === 'delete' ? [] : [rev]);
        else if (op !== 'delete') before.older = [...(before.older ?? []), rev];
        return false;
      }
      const chunk = before && this.#chunks.get(before.rev);
      if (chunk) chunk.alive -= 1;
      counts.alive += 1;
      const forms = this.#formsOf(before);
      const isGone = op === 'delete';
      if (isGone) this.#soil(forms);
      const older = isGone || forms.length === 0 ? null : forms;
      this.#table(table).set(id, { version, rev, isGone, older });
      return before?.version !== version;
    });
  }

  isAlive(rev: number, { table, id, version }: Change): boolean {
    const place = this.#place(table, id);
    return place?.rev === rev && place.version === version;
  }

  forget(revs: readonly number[]): void {
    for (const rev of revs) {
      this.#chunks.delete(rev);
      this.#soiled.delete(rev);
    }
  }

  /** Whether something of a row that was taken away is still on the disk. */
  get isSoiled(): boolean {
    return this.#soiled.size > 0;
  }

  /**
   * Chunks that are better one; empty while it is not worth it. It always is where a chunk has
   * something of a row that was taken away: that has to leave the disk [X7].
   */
  toMerge(): number[] {
    if (this.isSoiled) return this.#upToLargest([...this.#soiled]);
    const worn = [...this.#chunks].filter(
      ([, { total, alive }]) => alive < smallRows || alive * 2 < total,
    );
    if (worn.length < mostSmall) return [];
    const sorted = worn.toSorted(([, a], [, b]) => a.alive - b.alive);
    return this.#upToLargest(sorted.map(([rev]) => rev));
  }

  /** The first of them, and more while they fit. */
  #upToLargest(revs: readonly number[]): number[] {
    let rows = 0;
    return revs.filter((rev, at) => {
      rows += this.#chunks.get(rev)?.alive ?? 0;
      return at === 0 || rows <= largestMerge;
    });
  }

  /** The chunks on the disk that have this row in one form or another. */
  #formsOf(place: Place | undefined): number[] {
    if (!place || place.isGone) return [];
    return [...(place.older ?? []), place.rev].filter((rev) => this.#chunks.has(rev));
  }

  #soil(revs: readonly number[]): void {
    for (const rev of revs) if (this.#chunks.has(rev)) this.#soiled.add(rev);
  }

  #place(table: TableName, id: string): Place | undefined {
    return this.#places.get(table)?.get(id);
  }

  #table(name: TableName): Map<string, Place> {
    const table = this.#places.get(name) ?? new Map<string, Place>();
    this.#places.set(name, table);
    return table;
  }
}
