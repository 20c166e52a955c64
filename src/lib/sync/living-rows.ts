import type { Synced } from '../domain/rows.ts';

/**
 * The living rows of a table as one list that is kept, not made anew: a change costs its own row.
 * A list that was handed out stays as it was; the next change goes into a copy.
 */
export class LivingRows<R extends Synced> {
  #rows: R[] = [];
  readonly #places = new Map<string, number>();
  #isHandedOut = false;

  /** @param row what is read under this id now; a deleted one is not in the list */
  show(id: string, row: R | undefined): void {
    const place = this.#places.get(id);
    if (row?.deleted_at !== null) {
      if (place !== undefined) this.#remove(id, place);
    } else if (place === undefined) {
      this.#places.set(id, this.#own().push(row) - 1);
    } else if (this.#rows[place] !== row) {
      this.#own()[place] = row;
    }
  }

  list(): readonly R[] {
    this.#isHandedOut = true;
    return this.#rows;
  }

  clear(): void {
    this.#rows = [];
    this.#places.clear();
    this.#isHandedOut = false;
  }

  /** The last row takes the empty place: closing the gap would move every row behind it. */
  #remove(id: string, place: number): void {
    const rows = this.#own();
    const last = rows.pop();
    this.#places.delete(id);
    if (!last || last.id === id) return;
    rows[place] = last;
    this.#places.set(last.id, place);
  }

  #own(): R[] {
    if (this.#isHandedOut) this.#rows = this.#rows.slice();
    this.#isHandedOut = false;
    return this.#rows;
  }
}
