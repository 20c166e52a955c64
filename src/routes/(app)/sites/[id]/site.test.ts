import { describe, expect, it } from 'vitest';
import { areaTree } from '$lib/domain/coverage';
import type { AreaSearch, SiteArea, TaskEvent } from '$lib/domain/rows';
import { aCheckIn, aTask } from '$lib/map/rows.fixture';
import { unsentVersion } from '$lib/sync/layer';
import { notYetSearched } from './areas.ts';
import { siteHistory, type SiteRecords } from './history.ts';

const synced = {
  operation_id: 'operation',
  version: 1,
  created_at: '2024-12-08T08:00:00Z',
  updated_at: '2024-12-08T08:00:00Z',
  deleted_at: null,
};
const anArea = (id: string, parent_id: string | null): SiteArea => ({
  ...synced,
  id,
  parent_id,
  site_id: 'site',
  level: 'room',
  name_en: id,
  name_ar: id,
  access: 'unknown',
  sort: 0,
  note: null,
});
const aSearch = (given: Partial<AreaSearch>): AreaSearch => ({
  ...synced,
  id: 'search',
  area_id: 'room',
  site_id: 'site',
  team_id: 'team',
  task_id: null,
  method: 'visual',
  result: 'nothing_found',
  note: null,
  searched_at: '2024-12-08T09:00:00Z',
  ...given,
});
const anEvent = (given: Partial<TaskEvent>): TaskEvent => ({
  ...synced,
  id: 'event',
  task_id: 'task',
  kind: 'status',
  outcome: 'applied',
  reason: null,
  actor_id: null,
  actor_role: 'coordinator',
  actor_team_id: null,
  payload: {},
  before: {},
  device_at: '2024-12-08T09:00:00Z',
  received_at: '2024-12-08T09:00:00Z',
  resolved_at: null,
  ...given,
});

describe('the areas not searched yet', () => {
  const tree = areaTree(
    [
      anArea('building', null),
      anArea('wing A', 'building'),
      anArea('A1', 'wing A'),
      anArea('A2', 'wing A'),
      anArea('wing B', 'building'),
      anArea('B1', 'wing B'),
      anArea('annex', null),
    ],
    [
      aSearch({ area_id: 'A1' }),
      aSearch({ id: '2', area_id: 'B1', version: 2 }),
      aSearch({ id: '3', area_id: 'annex', version: 3, result: 'inaccessible' }),
    ],
  );
  const names = (nodes: readonly ReturnType<typeof areaTree>[number][]): unknown[] =>
    nodes.map(({ area, children }) => [area.name_en, ...names(children)]);

  it('are the rooms where nobody came or could enter, with what is around them', () => {
    expect(names(notYetSearched(tree))).toEqual([['annex'], ['building', ['wing A', ['A2']]]]);
  });

  it('keep the coverage of the whole place around them', () => {
    expect(notYetSearched(tree).at(1)?.coverage.total).toBe(3);
  });
});

describe('the history of a site', () => {
  const records: SiteRecords = {
    tasks: [aTask(), aTask({ id: 'elsewhere', site_id: 'other' })],
    historyOf: (taskId) => [anEvent({ id: `of ${taskId}`, version: 4 })],
    searches: [aSearch({ version: 6 }), aSearch({ id: 'other', site_id: 'other', version: 7 })],
    checkIns: [
      aCheckIn({ site_id: 'site', version: 5 }),
      aCheckIn({ id: 'unsent', site_id: 'site', version: unsentVersion }),
      aCheckIn({ id: 'nowhere' }),
    ],
  };

  it('holds tasks, searches and check-ins of this site alone, the newest first, the unsent before all', () => {
    expect(siteHistory('site', records).map(({ id }) => id)).toEqual([
      'unsent',
      'search',
      'checkin',
      'of task',
    ]);
  });

  it("goes by the server's order, whatever a phone's clock says", () => {
    const searches = [
      aSearch({ id: 'first', version: 1, searched_at: '2031-01-01T00:00:00Z' }),
      aSearch({ id: 'second', version: 2, searched_at: '2024-12-08T09:00:00Z' }),
    ];
    const happenings = siteHistory('site', { ...records, tasks: [], checkIns: [], searches });
    expect(happenings.map(({ id }) => id)).toEqual(['second', 'first']);
  });
});
