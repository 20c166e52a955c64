/** The totals of released people under one heading, each with the entries that it is the sum of. */
import type { ReleaseCounts } from '$lib/domain/release-counts';
import { entryOf, groupedBy, peopleIn, totalOf } from '$lib/domain/release-counts';
import type { Release, Site } from '$lib/domain/rows';
import { toClockTime } from '$lib/i18n/zoned';

/** What a reader chooses from. */
export const groupings = ['site', 'area', 'governorate', 'day', 'team'] as const;
/** Also what a number elsewhere leads to: the entries of one task, and all there are. */
export const anyGrouping = [...groupings, 'task', 'all'] as const;
export type Grouping = (typeof anyGrouping)[number];
export type Entry = ReturnType<typeof entryOf>;

const handedOnBy = ['site', 'governorate', 'day'] as const;
/** Where teams were, and which room somebody came out of, leaves the organisation by no table. */
export type HandedOnBy = (typeof handedOnBy)[number];
export const isHandedOn = (grouping: Grouping): grouping is HandedOnBy =>
  handedOnBy.some((one) => one === grouping);

export interface TotalLine {
  /** A row's id, a p-code, a day as "2024-12-08"; null for what has none. */
  key: string | null;
  counts: ReleaseCounts;
  people: number;
  /** Newest first. */
  entries: Entry[];
}

export interface Known {
  site: (id: string | null) => Pick<Site, 'adm1_pcode'> | undefined;
  /** IANA zone in which days are counted. */
  timeZone: string | undefined;
}

const keyOf = (entry: Entry, grouping: Grouping, { site, timeZone }: Known): string | null => {
  switch (grouping) {
    case 'site':
      return entry.site_id;
    case 'area':
      return entry.area_id;
    case 'governorate':
      return site(entry.site_id)?.adm1_pcode ?? null;
    case 'day':
      return toClockTime(Date.parse(entry.counted_at), timeZone).slice(0, 10);
    case 'team':
      return entry.team_id;
    case 'task':
      return entry.task_id;
    case 'all':
      return null;
  }
};

/** The most people first; of days the latest. */
export const linesBy = (
  releases: readonly Release[],
  grouping: Grouping,
  known: Known,
): TotalLine[] => {
  const groups = groupedBy(releases.map(entryOf), (entry) => keyOf(entry, grouping, known));
  const lines = [...groups].map(([key, group]) => {
    const counts = totalOf(group);
    const entries = group.toSorted((a, b) => b.counted_at.localeCompare(a.counted_at));
    return { key, counts, people: peopleIn(counts), entries };
  });
  return lines.toSorted((a, b) =>
    grouping === 'day'
      ? (b.key ?? '').localeCompare(a.key ?? '')
      : b.people - a.people || (a.key ?? '').localeCompare(b.key ?? ''),
  );
};
