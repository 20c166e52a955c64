import type { TableName } from '$lib/domain/rows';
import type { ReplicaChange } from '$lib/sync/replica';

/**
 * Which tables screens are told of, and when. A first sync comes in dozens of pages, and each telling
 * draws the list anew: until the rows are whole, they are told of the first page, the second, the
 * fourth and so on, so that the drawing costs little beside the rows. What a person records is told
 * of at once.
 */
export class Arrivals {
  #pages = 0;
  readonly #untold = new Set<TableName>();

  /** @returns the tables to be told of now */
  take(change: ReplicaChange | null, isReady: boolean): TableName[] {
    for (const table of change?.tables ?? []) this.#untold.add(table);
    const isPage = change !== null && !change.outbox && change.tables.size > 0;
    if (isPage) this.#pages += 1;
    if (!isReady && !change?.outbox && !(isPage && isPowerOfTwo(this.#pages))) return [];
    const told = [...this.#untold];
    this.#untold.clear();
    return told;
  }
}

const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));
