/** What a reader should look at twice: corrections that two people made without knowing of each other. */
import { releaseGroups } from '$lib/domain/care/vocabulary';
import type { ReleaseCounts } from '$lib/domain/release-counts';

interface Correction {
  counts: ReleaseCounts;
  /** ISO time by the phone that made it. */
  counted_at: string;
}

/**
 * - `below_zero`: fewer than nobody, which is no number of people;
 * - `same_twice`: the latest correction says what an earlier one said already. Both count, as every
 *   entry does, so the number is wrong if both meant the same.
 */
export type Doubt = 'below_zero' | 'same_twice';

/** @param counts what the entry amounts to with its corrections. @returns null where all seems well */
export const doubtAbout = (
  counts: ReleaseCounts,
  corrections: readonly Correction[],
): Doubt | null => {
  if (releaseGroups.some((group) => counts[group] < 0)) return 'below_zero';
  const [latest, ...earlier] = corrections.toSorted((a, b) =>
    b.counted_at.localeCompare(a.counted_at),
  );
  return latest && earlier.some((one) => isSame(one.counts, latest.counts)) ? 'same_twice' : null;
};

const isSame = (a: ReleaseCounts, b: ReleaseCounts): boolean =>
  releaseGroups.every((group) => a[group] === b[group]);
