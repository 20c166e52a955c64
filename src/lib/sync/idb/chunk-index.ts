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
}

export class ChunkIndex {
  readonly #places = new Map<TableName, Map<string, Place>>();
  readonly #chunks = new Map<number, { total: number; alive: number }>();

  clear(): void {
    this.#places.clear();
    this.#chunks.clear();
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
    return changes.filter(({ table, id, version }) => {
      const before = this.#place(table, id);
      if (before && before.version > version) return false;
      const chunk = before && this.#chunks.get(before.rev);
      if (chunk) chunk.alive -= 1;
      counts.alive += 1;
      this.#table(table).set(id, { version, rev });
      return before?.version !== version;
    });
  }

  isAlive(rev: number, { table, id, version }: Change): boolean {
    const place = this.#place(table, id);
    return place?.rev === rev && place.version === version;
  }

  forget(revs: readonly number[]): void {
    for (const rev of revs) this.#chunks.delete(rev);
  }

  /** Chunks that are better one; empty while it is not worth it. */
  toMerge(): number[] {
    const worn = [...this.#chunks].filter(
      ([, { total, alive }]) => alive < smallRows || alive * 2 < total,
    );
    if (worn.length < mostSmall) return [];
    const sources: number[] = [];
    let rows = 0;
    for (const [rev, { alive }] of worn.toSorted(([, a], [, b]) => a.alive - b.alive)) {
      rows += alive;
      if (rows > largestMerge) break;
      sources.push(rev);
    }
    return sources;
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
