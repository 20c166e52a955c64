/** What the map and its list show, drawn from the operation's rows. */
import type { Coverage } from '$lib/domain/coverage';
import type { CheckIn, Site, Task, Team } from '$lib/domain/rows';
import { isActive } from '$lib/domain/urgency';

export interface Position {
  lat: number;
  lon: number;
}

export interface SiteOnMap {
  site: Site;
  /** Null where the position is not known: the site is in the list alone. */
  position: Position | null;
  /** The radius in metres within which the site is somewhere; null for a position good enough for a point. */
  withinM: number | null;
  /** Tasks that still ask for work. */
  openTasks: number;
  criticalTasks: number;
  /** Tasks with a conflict that waits for a person. */
  toReview: number;
  coverage: Coverage;
  /** Teams that hold an open task here or checked in here last. */
  teamIds: ReadonlySet<string>;
  /** The newest version among the site and its tasks and searches: it grows when something changes here. */
  version: number;
}

/** Whether somebody should look at this site before others. */
export const needsAttention = (entry: Pick<SiteOnMap, 'criticalTasks' | 'toReview'>): boolean =>
  entry.criticalTasks > 0 || entry.toReview > 0;

export interface TeamOnMap {
  team: Team;
  position: Position | null;
  /** False: the team is somewhere in the 0.05 degree cell around the position. */
  exact: boolean;
  /** The site of the last check-in. */
  siteId: string | null;
  /** ISO time of the last check-in. */
  at: string | null;
  overdue: boolean;
}

/** The radius that a source without a stated precision is taken to have. */
const usualPrecisionM = { approximate: 2_000, town: 5_000 } as const;

/** The radius in metres to draw for a position that must not look like a point. */
export const approximateWithinM = (
  site: Pick<Site, 'coord_source' | 'coord_precision_m'>,
): number | null =>
  site.coord_source === 'approximate' || site.coord_source === 'town'
    ? (site.coord_precision_m ?? usualPrecisionM[site.coord_source])
    : null;

const positionOf = (row: { lat: number | null; lon: number | null }): Position | null =>
  row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon };

export interface OperationRows {
  sites: Iterable<Site>;
  tasks: Iterable<Task>;
  teams: readonly TeamOnMap[];
  coverageOf: (siteId: string) => Coverage;
  /** The newest version among the searches of a site; 0 for none. */
  searchVersionOf: (siteId: string) => number;
}

/** One entry a living site. One pass over the tasks, however many sites there are. */
export const sitesOnMap = (rows: OperationRows): SiteOnMap[] => {
  const tasksOf = new Map<string, Task[]>();
  for (const task of rows.tasks) {
    if (task.site_id === null || task.deleted_at !== null) continue;
    const tasks = tasksOf.get(task.site_id);
    if (tasks) tasks.push(task);
    else tasksOf.set(task.site_id, [task]);
  }
  const teamsAt = new Map<string, string[]>();
  for (const { siteId, team } of rows.teams) {
    if (siteId !== null) teamsAt.set(siteId, [...(teamsAt.get(siteId) ?? []), team.id]);
  }
  const entries: SiteOnMap[] = [];
  for (const site of rows.sites) {
    if (site.deleted_at !== null) continue;
    entries.push(siteOnMap(site, tasksOf.get(site.id) ?? [], teamsAt.get(site.id) ?? [], rows));
  }
  return entries;
};

const siteOnMap = (
  site: Site,
  tasks: readonly Task[],
  teamsHere: readonly string[],
  rows: OperationRows,
): SiteOnMap => {
  const open = tasks.filter(isActive);
  const teamIds = new Set(teamsHere);
  for (const { team_id } of open) if (team_id !== null) teamIds.add(team_id);
  let version = Math.max(site.version, rows.searchVersionOf(site.id));
  for (const task of tasks) version = Math.max(version, task.version);
  return {
    site,
    position: positionOf(site),
    withinM: approximateWithinM(site),
    openTasks: open.length,
    criticalTasks: open.filter(({ priority }) => priority === 'critical').length,
    toReview: tasks.filter((task) => task.needs_review).length,
    coverage: rows.coverageOf(site.id),
    teamIds,
    version,
  };
};

/** The newest version among the rows of each site. */
export const newestBySite = (
  rows: Iterable<{ site_id: string; version: number }>,
): ReadonlyMap<string, number> => {
  const versions = new Map<string, number>();
  for (const { site_id, version } of rows) {
    versions.set(site_id, Math.max(versions.get(site_id) ?? 0, version));
  }
  return versions;
};

export interface TeamLookups {
  /** The newest check-in of a team; undefined for an observer, who sees none. */
  lastCheckIn: (teamId: string) => CheckIn | undefined;
  site: (siteId: string) => Site | undefined;
  isOverdue: (teamId: string) => boolean;
}

/**
 * One entry a living team. Whoever may see check-ins gets the exact place of the last one, or the
 * place of its site; everyone else gets the rounded position that the team's own row carries.
 */
export const teamsOnMap = (teams: Iterable<Team>, lookups: TeamLookups): TeamOnMap[] => {
  const entries: TeamOnMap[] = [];
  for (const team of teams) {
    if (team.deleted_at !== null) continue;
    const checkIn = lookups.lastCheckIn(team.id);
    const site = checkIn?.site_id ? lookups.site(checkIn.site_id) : undefined;
    const exact = checkIn ? (positionOf(checkIn) ?? (site ? positionOf(site) : null)) : null;
    const rounded = positionOf({ lat: team.last_lat, lon: team.last_lon });
    entries.push({
      team,
      position: exact ?? rounded,
      exact: exact !== null,
      siteId: checkIn?.site_id ?? null,
      at: checkIn?.checked_in_at ?? team.last_checkin_at,
      overdue: lookups.isOverdue(team.id),
    });
  }
  return entries;
};

/** The corners of the 0.05 degree cell in which a rounded position lies. */
export const roundedCell = ({ lat, lon }: Position): { south: Position; north: Position } => ({
  south: { lat: lat - 0.025, lon: lon - 0.025 },
  north: { lat: lat + 0.025, lon: lon + 0.025 },
});

/** Made once: a collation made anew for each comparison costs a second for some thousand sites. */
const names = new Intl.Collator('en', { numeric: true });

/** By name, "Branch 99" before "Branch 215". */
export const bySiteName = (a: SiteOnMap, b: SiteOnMap): number =>
  names.compare(a.site.name_en, b.site.name_en);

/** What asks for work first, then the most open tasks, then by name: the order of the list. */
export const bySiteUrgency = (a: SiteOnMap, b: SiteOnMap): number =>
  Number(b.toReview > 0) - Number(a.toReview > 0) ||
  b.criticalTasks - a.criticalTasks ||
  b.openTasks - a.openTasks ||
  bySiteName(a, b);
