/**
 * How many came out. The entries are append-only, and a correction is another entry that carries the
 * signed difference: every total is the plain sum of entries, whatever their order, and no two
 * counts can conflict.
 */
import { releaseGroups, type ReleaseGroup } from './care/vocabulary.ts';
import type { Release } from './rows.ts';

/** Whole numbers of people; of a correction the differences, which may be negative. */
export type ReleaseCounts = Record<ReleaseGroup, number>;

export interface ReleaseEntry {
  id: string;
  /** The entry that this one corrects; null for one of its own. */
  corrects: string | null;
  counts: ReleaseCounts;
  /** All the people of this entry have to stay together, as a mother and her child. */
  together: boolean;
  site_id: string | null;
  area_id: string | null;
  task_id: string | null;
  team_id: string | null;
}

/** A row of `releases` as an entry, with when it was counted. */
export const entryOf = (row: Release): ReleaseEntry & Pick<Release, 'counted_at' | 'note'> => {
  const { women, men, girls, boys, unknown, ...rest } = row;
  return { ...rest, counts: { women, men, girls, boys, unknown } };
};

export const noCounts: Readonly<ReleaseCounts> = {
  women: 0,
  men: 0,
  girls: 0,
  boys: 0,
  unknown: 0,
};

/** What a tap on "mother and child" records: one entry, kept together. */
export const motherAndChild = (
  child: 'girls' | 'boys' | 'unknown',
): Pick<ReleaseEntry, 'counts' | 'together'> => ({
  counts: { ...noCounts, women: 1, [child]: 1 },
  together: true,
});

const combine = (
  a: ReleaseCounts,
  b: ReleaseCounts,
  of: (a: number, b: number) => number,
): ReleaseCounts => {
  const result = { ...noCounts };
  for (const group of releaseGroups) result[group] = of(a[group], b[group]);
  return result;
};
const add = (a: ReleaseCounts, b: ReleaseCounts) => combine(a, b, (x, y) => x + y);

/** The counts of a correction: from what the entry amounts to now to the true number. */
export const difference = (before: ReleaseCounts, after: ReleaseCounts): ReleaseCounts =>
  combine(after, before, (x, y) => x - y);

/** The counts with nobody in the groups that corrections have left below zero. */
export const atLeastNobody = (counts: ReleaseCounts): ReleaseCounts =>
  combine(counts, noCounts, Math.max);

/** All people of the counts, in every group. */
export const peopleIn = (counts: ReleaseCounts): number =>
  releaseGroups.reduce((sum, group) => sum + counts[group], 0);

const once = <Entry extends ReleaseEntry>(entries: readonly Entry[]): Entry[] => [
  ...new Map(entries.map((entry) => [entry.id, entry])).values(),
];

/** The sum of the entries, each id counted once. */
export const totalOf = (entries: readonly ReleaseEntry[]): ReleaseCounts =>
  once(entries).reduce((sum, { counts }) => add(sum, counts), { ...noCounts });

/**
 * The entries under each key: of a site, a room, a day, a team; under null what has none.
 * A correction stands under the key of the entry that it corrects in the end: also where that was
 * counted on another day.
 * @param keyOf of an entry that corrects none
 */
export const groupedBy = <Entry extends ReleaseEntry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | null,
): Map<string | null, Entry[]> => {
  const all = once(entries);
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  const groups = new Map<string | null, Entry[]>();
  for (const entry of all) {
    const key = keyOf(rootOf(entry, byId));
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
};

/** The sums under each key, as `groupedBy` has them. */
export const totalsBy = <Entry extends ReleaseEntry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | null,
): Map<string | null, ReleaseCounts> =>
  new Map([...groupedBy(entries, keyOf)].map(([key, group]) => [key, totalOf(group)]));

/** The entry that a correction corrects in the end; itself where that is not here. */
const rootOf = <Entry extends ReleaseEntry>(
  entry: Entry,
  byId: ReadonlyMap<string, Entry>,
): Entry => {
  const seen = new Set([entry.id]);
  let at = entry;
  for (let next = byId.get(at.corrects ?? ''); next && !seen.has(next.id);) {
    seen.add(next.id);
    at = next;
    next = byId.get(at.corrects ?? '');
  }
  return at;
};

export interface ReleaseStanding {
  /** What the entry amounts to. A group below zero was corrected by two people at a time. */
  counts: ReleaseCounts;
  /** The entries that correct it, and those that correct its corrections. */
  corrections: ReleaseEntry[];
}

/**
 * What an entry amounts to with all its corrections, those of corrections included. Null where the
 * entry is not here: its corrections alone are no number of people.
 */
export const standingOf = (
  entries: readonly ReleaseEntry[],
  id: string,
): ReleaseStanding | null => {
  const all = once(entries);
  const entry = all.find((each) => each.id === id);
  return entry ? standing(entry, correctionsIn(all)) : null;
};

type Corrections = ReadonlyMap<string, readonly ReleaseEntry[]>;

const correctionsIn = (entries: readonly ReleaseEntry[]): Corrections => {
  const corrections = new Map<string, ReleaseEntry[]>();
  for (const entry of entries) {
    if (entry.corrects === null) continue;
    const others = corrections.get(entry.corrects);
    if (others) others.push(entry);
    else corrections.set(entry.corrects, [entry]);
  }
  return corrections;
};

const standing = (entry: ReleaseEntry, correctionsOf: Corrections): ReleaseStanding => {
  // A set is walked to its end while it grows: so the corrections of corrections are found, each once.
  const all = new Set([entry]);
  for (const { id } of all)
    for (const correction of correctionsOf.get(id) ?? []) all.add(correction);
  return { counts: totalOf([...all]), corrections: [...all].slice(1) };
};

export interface KeptTogether {
  /** The entry that put them together. */
  id: string;
  counts: ReleaseCounts;
  size: number;
}

/** The groups of people who have to stay together, as they stand after corrections: two or more. */
export const keptTogether = (entries: readonly ReleaseEntry[]): KeptTogether[] => {
  const all = once(entries);
  const corrections = correctionsIn(all);
  return all
    .filter(({ together, corrects }) => together && corrects === null)
    .map((entry) => ({ id: entry.id, counts: standing(entry, corrections).counts }))
    .map(({ id, counts }) => ({ id, counts, size: peopleIn(counts) }))
    .filter(({ size }) => size >= 2);
};
