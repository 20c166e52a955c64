import { unsentVersion } from '$lib/sync/layer';

interface Entry {
  version: number;
  received_at: string;
}

/**
 * The entries of a history in the order in which the server heard of them; what only this phone has
 * comes last. An entry's version says nothing of it: it moves on when a conflict is decided [C6], and
 * is one for all of them when what they belong to was taken away and brought back [N3], [F6], [D7].
 */
export const oldestFirst = <T extends Entry>(entries: readonly T[]): T[] =>
  entries.toSorted(
    (a, b) =>
      Number(isUnsent(a)) - Number(isUnsent(b)) ||
      compare(a.received_at, b.received_at) ||
      a.version - b.version,
  );

const isUnsent = ({ version }: Entry): boolean => version === unsentVersion;

/** Times of the server, all in one form: as text they keep their microseconds. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
