import type { Placed } from './clusters.ts';

/** What one mark shows; the mark's component reads it and follows its changes. */
export class MarkFace<T> {
  placed: Placed<T>;
  selected = $state(false);
  /** Something has just changed here. */
  changed = $state(false);

  constructor(placed: Placed<T>) {
    this.placed = $state.raw(placed);
  }
}
