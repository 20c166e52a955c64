import { describe, expect, it } from 'vitest';
import type { Coverage } from '$lib/domain/coverage';
import {
  approximateWithinM,
  bySiteUrgency,
  roundedCell,
  sitesOnMap,
  teamsOnMap,
  type OperationRows,
} from './features.ts';
import { aCheckIn, aPlacedSite, aPlacedTeam, aSite, aTask, aTeam } from './rows.fixture.ts';

const unknown: Coverage = {
  total: 0,
  byState: { unreached: 0, blocked: 0, searched: 0, cleared: 0 },
};
const place = (rows: Partial<OperationRows>) =>
  sitesOnMap({
    sites: [aSite()],
    tasks: [],
    teams: [],
    coverageOf: () => unknown,
    searchVersionOf: () => 0,
    ...rows,
  });

describe('a site on the map', () => {
  it('counts the tasks that still ask for work, and the critical among them', () => {
    const tasks = [
      aTask({ id: '1', priority: 'critical' }),
      aTask({ id: '2', status: 'blocked' }),
      aTask({ id: '3', status: 'done', priority: 'critical' }),
      aTask({ id: '4', status: 'cancelled' }),
      aTask({ id: '5', site_id: 'elsewhere' }),
      aTask({ id: '6', deleted_at: '2024-12-08T09:00:00Z' }),
    ];
    expect(place({ tasks })[0]).toMatchObject({ openTasks: 2, criticalTasks: 1 });
  });

  it('says when a conflict waits, also on a finished task', () => {
    const tasks = [aTask({ status: 'done', needs_review: true })];
    expect(place({ tasks })[0]).toMatchObject({ openTasks: 0, toReview: 1 });
  });

  it('stays in the list when its position is not known', () => {
    expect(place({ sites: [aSite({ lat: null, lon: null })] })[0]?.position).toBeNull();
  });

  it('is gone when it was deleted', () => {
    expect(place({ sites: [aSite({ deleted_at: '2024-12-08T09:00:00Z' })] })).toEqual([]);
  });

  it('knows the teams that hold a task here or checked in here last', () => {
    const teams = [aPlacedTeam({ team: aTeam({ id: 'checked in' }), siteId: 'site' })];
    const tasks = [
      aTask({ id: '1', team_id: 'holds' }),
      aTask({ id: '2', team_id: 'held', status: 'verified' }),
    ];
    expect([...(place({ teams, tasks })[0]?.teamIds ?? [])]).toEqual(['checked in', 'holds']);
  });

  it('carries the newest version of what belongs to it', () => {
    const tasks = [aTask({ version: 7 })];
    expect(place({ tasks })[0]?.version).toBe(7);
    expect(place({ tasks, searchVersionOf: () => 9 })[0]?.version).toBe(9);
  });
});

describe('how near a position is', () => {
  it('is a radius for the sources that know the area alone, and a point for the others', () => {
    expect(approximateWithinM({ coord_source: 'town', coord_precision_m: 3000 })).toBe(3000);
    expect(approximateWithinM({ coord_source: 'approximate', coord_precision_m: null })).toBe(2000);
    expect(approximateWithinM({ coord_source: 'published', coord_precision_m: 500 })).toBeNull();
    expect(approximateWithinM({ coord_source: null, coord_precision_m: null })).toBeNull();
  });
});

describe('a team on the map', () => {
  const saidnaya = aSite();
  const placeTeam = (checkIn?: Parameters<typeof aCheckIn>[0], overdue = false) =>
    teamsOnMap([aTeam()], {
      lastCheckIn: () => (checkIn ? aCheckIn(checkIn) : undefined),
      site: (id) => (id === saidnaya.id ? saidnaya : undefined),
      isOverdue: () => overdue,
    })[0];

  it('stands where it checked in, for whoever may see check-ins', () => {
    expect(placeTeam({ lat: 33.7, lon: 36.4 })).toMatchObject({
      position: { lat: 33.7, lon: 36.4 },
      exact: true,
    });
  });

  it('stands at the site of a check-in without a position', () => {
    expect(placeTeam({ site_id: 'site' })).toMatchObject({
      position: { lat: 33.665, lon: 36.329 },
      exact: true,
      siteId: 'site',
    });
  });

  it('stands in its rounded cell for an observer, who sees no check-in', () => {
    const team = placeTeam();
    expect(team).toMatchObject({ position: { lat: 33.65, lon: 36.35 }, exact: false });
    expect(team?.at).toBe('2024-12-08T08:00:00Z');
  });

  it('says when it is overdue', () => {
    expect(placeTeam(undefined, true)?.overdue).toBe(true);
  });

  it('is rounded to a cell of 0.05 degrees', () => {
    const { south, north } = roundedCell({ lat: 33.65, lon: 36.35 });
    expect(north.lat - south.lat).toBeCloseTo(0.05);
    expect(north.lon - south.lon).toBeCloseTo(0.05);
  });
});

describe('the order of the list', () => {
  it('puts conflicts first, then critical tasks, then open ones, then names with their numbers', () => {
    const sites = [
      aPlacedSite({ name_en: 'Branch 215' }),
      aPlacedSite({ name_en: 'Branch 99' }),
      aPlacedSite({ name_en: 'open' }, { openTasks: 3 }),
      aPlacedSite({ name_en: 'critical' }, { openTasks: 1, criticalTasks: 1 }),
      aPlacedSite({ name_en: 'conflict' }, { toReview: 1 }),
    ];
    expect(sites.toSorted(bySiteUrgency).map(({ site }) => site.name_en)).toEqual([
      'conflict',
      'critical',
      'open',
      'Branch 99',
      'Branch 215',
    ]);
  });
});
