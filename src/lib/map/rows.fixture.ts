/** Rows for tests: complete, plain, and changed field by field. */
import type { CheckIn, Site, Task, Team } from '$lib/domain/rows';
import type { SiteOnMap, TeamOnMap } from './features.ts';

const synced = {
  operation_id: '00000000-0000-4000-8000-000000000001',
  version: 1,
  created_at: '2024-12-08T08:00:00Z',
  updated_at: '2024-12-08T08:00:00Z',
  deleted_at: null,
};

export const aSite = (given: Partial<Site> = {}): Site => ({
  ...synced,
  id: 'site',
  code: 'SAID-R',
  name_en: 'Saidnaya – Red Building',
  name_ar: 'سجن صيدنايا – المبنى الأحمر',
  aliases: [],
  kind: 'military_prison',
  status: 'searching',
  status_at: '2024-12-08T08:00:00Z',
  adm1_pcode: 'SY03',
  lat: 33.665,
  lon: 36.329,
  coord_source: 'published',
  coord_precision_m: 150,
  access_notes: null,
  beds_total: null,
  beds_free: null,
  beds_at: null,
  services: [],
  ...given,
});

export const aTask = (given: Partial<Task> = {}): Task => ({
  ...synced,
  id: 'task',
  code: 'T-0001',
  kind: 'release',
  title: null,
  details: null,
  site_id: 'site',
  area_id: null,
  priority: 'normal',
  status: 'open',
  status_at: '2024-12-08T08:00:00Z',
  status_reason: null,
  due_at: null,
  people_expected: null,
  needs_review: false,
  team_id: null,
  holding: null,
  held_at: null,
  done_team_id: null,
  ...given,
});

export const aTeam = (given: Partial<Team> = {}): Team => ({
  ...synced,
  id: 'team',
  code: 'SAR-1',
  name_en: 'Search and rescue',
  name_ar: 'البحث والإنقاذ',
  specialty: 'search_and_rescue',
  organisation_id: null,
  status: 'on_site',
  status_at: '2024-12-08T08:00:00Z',
  last_checkin_at: '2024-12-08T08:00:00Z',
  checkin_due_at: null,
  last_lat: 33.65,
  last_lon: 36.35,
  ...given,
});

export const aCheckIn = (given: Partial<CheckIn> = {}): CheckIn => ({
  ...synced,
  id: 'checkin',
  team_id: 'team',
  site_id: null,
  lat: null,
  lon: null,
  accuracy_m: null,
  note: null,
  expected_back_at: null,
  checked_in_at: '2024-12-08T08:00:00Z',
  ...given,
});

export const aPlacedSite = (
  site: Partial<Site> = {},
  given: Partial<SiteOnMap> = {},
): SiteOnMap => {
  const row = aSite(site);
  return {
    site: row,
    position: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
    withinM: null,
    openTasks: 0,
    criticalTasks: 0,
    toReview: 0,
    coverage: { total: 0, byState: { unreached: 0, blocked: 0, searched: 0, cleared: 0 } },
    teamIds: new Set(),
    version: 1,
    ...given,
  };
};

export const aPlacedTeam = (given: Partial<TeamOnMap> = {}): TeamOnMap => ({
  team: aTeam(),
  position: { lat: 33.65, lon: 36.35 },
  exact: true,
  siteId: null,
  at: '2024-12-08T08:00:00Z',
  overdue: false,
  ...given,
});
