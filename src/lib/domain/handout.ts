/** What is handed on together: tables that count the same people, each of them another way. */
import { suppressSmall, type Cell, type CountTable } from './small-numbers.ts';

/**
 * Tables of one and the same total, as they may leave the organisation together. A total that one of
 * them has to hide is hidden in all: shown in another, it would give away what the first one hid.
 * Beyond their total they have no number in common, so nothing else can be computed from two of them
 * that cannot be from one.
 *
 * @param smallestShown the smallest count above zero that may be shown
 */
export const suppressAlike = (tables: readonly CountTable[], smallestShown = 5): CountTable[] => {
  let safe = tables.map((table) => suppressSmall(table, smallestShown));
  const hides = (table: CountTable) => table.total === 'suppressed';
  while (safe.some(hides) && !safe.every(hides)) {
    safe = safe.map((table) => suppressSmall({ ...table, total: 'suppressed' }, smallestShown));
  }
  return safe;
};

/** How many cells are withheld, by why. */
export interface Withheld {
  /** Those that are too small themselves. */
  small: number;
  /** Those that would let a small one be computed. */
  alongside: number;
}

/** @param safe the cells of `counted` after the suppression, in the same order */
export const withheldOf = (
  counted: readonly Cell[],
  safe: readonly Cell[],
  smallestShown = 5,
): Withheld => {
  const hidden = counted.filter((_, at) => safe[at] === 'suppressed');
  const small = hidden.filter((cell) => cell !== 0 && Number(cell) < smallestShown).length;
  return { small, alongside: hidden.length - small };
};
