/** What a case's triage entries say together. They are append-only: a new look is a new entry. */
import type { TriageCategory, TriageMethod } from './vocabulary.ts';

export interface TriageEntry {
  id: string;
  category: TriageCategory;
  method: TriageMethod;
  /** The operation's clock when the server took it; what only this phone has comes after all else. */
  version: number;
}

/** From the one who can wait longest to the one who can no longer be helped. */
const byGravity: readonly TriageCategory[] = [
  'minor',
  'delayed',
  'immediate',
  'expectant',
  'deceased',
];

export type TriageTrend = 'worse' | 'same' | 'better';

export interface TriageStanding<Entry extends TriageEntry> {
  present: Entry;
  /** The present category against the one before; null after a single look. */
  trend: TriageTrend | null;
  /** Each once, oldest first, the present one last. */
  entries: Entry[];
}

/**
 * The present category and where it is going. Ordered by the server's version, never by a clock;
 * entries of the same version keep their order. Null where nobody has triaged yet.
 */
export const triageStanding = <Entry extends TriageEntry>(
  recorded: readonly Entry[],
): TriageStanding<Entry> | null => {
  const seen = new Set<string>();
  const entries = recorded
    .toSorted((a, b) => a.version - b.version)
    .filter(({ id }) => !seen.has(id) && seen.add(id));
  const present = entries.at(-1);
  if (!present) return null;
  return { present, trend: trendOf(entries.at(-2), present), entries };
};

const trendOf = (before: TriageEntry | undefined, now: TriageEntry): TriageTrend | null => {
  if (!before) return null;
  const steps = byGravity.indexOf(now.category) - byGravity.indexOf(before.category);
  if (steps === 0) return 'same';
  return steps > 0 ? 'worse' : 'better';
};
