/**
 * The first `amount` of many in an order: what a screen shows of thousands. Costs little more than
 * one look at each, where sorting them all would cost many.
 *
 * @param compare as for `Array.sort`; equal ones may come in any order
 */
export const firstBy = <T>(
  entries: Iterable<T>,
  amount: number,
  compare: (a: T, b: T) => number,
): T[] => {
  const first: T[] = [];
  /** Of those so far, the last that still counts. */
  let last: T | undefined;
  for (const entry of entries) {
    if (last !== undefined && compare(entry, last) >= 0) continue;
    first.push(entry);
    if (first.length < amount * 2) continue;
    first.sort(compare).length = amount;
    last = first[amount - 1];
  }
  return first.sort(compare).slice(0, amount);
};
