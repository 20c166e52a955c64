/** Counts of released people in words. */
import { releaseGroups } from '$lib/domain/care/vocabulary';
import type { ReleaseCounts } from '$lib/domain/release-counts';
import { m } from '$lib/paraglide/messages.js';
import { releaseGroupWords } from './labels';
import { inNumbers } from './numbers';

/** "Women 12 · Girls 1", without the groups of nobody; a difference with its sign. */
export const countsInWords = (counts: ReleaseCounts): string =>
  releaseGroups
    .filter((group) => counts[group] !== 0)
    .map((group) =>
      m.release_group_count({
        group: releaseGroupWords[group](),
        count: isolated(inNumbers(counts[group])),
      }),
    )
    .join(' · ') || m.release_nobody();

/** A minus stays before its number inside Arabic. */
const isolated = (number: string): string => `\u2066${number}\u2069`;
