import { describe, expect, it } from 'vitest';
import { areaTree } from '$lib/domain/coverage';
import { aSearch, aTask, anArea } from '../task.fixture.ts';
import { currentSiteId, flatten, levelInside, nextUnreached, pathTo } from './place.ts';

const tree = areaTree(
  [
    anArea({ id: 'red', level: 'building' }),
    anArea({ id: 'b1', level: 'level', parent_id: 'red' }),
    anArea({ id: 'cell', level: 'room', parent_id: 'b1' }),
    anArea({ id: 'white', level: 'building', sort: 1 }),
  ],
  [],
);

describe('the tree of a site', () => {
  it('gives the way to an area from the top', () => {
    expect(pathTo(tree, 'cell').map(({ area }) => area.id)).toEqual(['red', 'b1', 'cell']);
    expect(pathTo(tree, 'white').map(({ area }) => area.id)).toEqual(['white']);
  });

  it('gives no way to an area that is not in it', () => {
    expect(pathTo(tree, 'elsewhere')).toEqual([]);
  });

  it('reads from the top down, each area under the one that holds it', () => {
    expect(flatten(tree).map(({ node, depth }) => [node.area.id, depth])).toEqual([
      ['red', 0],
      ['b1', 1],
      ['cell', 2],
      ['white', 0],
    ]);
  });

  it('expects a level inside a building, and a room inside a wing or a room', () => {
    expect(levelInside(null)).toBe('building');
    expect(levelInside('building')).toBe('level');
    expect(levelInside('wing')).toBe('room');
    expect(levelInside('room')).toBe('room');
  });
});

describe('the next room to search', () => {
  const rooms = [0, 1, 2].map((sort) => anArea({ id: `room-${String(sort)}`, sort }));
  const search = (area_id: string) => aSearch({ id: area_id, area_id });
  const next = (searched: string[], from: string) =>
    nextUnreached(areaTree(rooms, searched.map(search)), from)?.area.id;

  it('is the one that follows, and from the end the first that was left out', () => {
    expect(next(['room-0'], 'room-0')).toBe('room-1');
    expect(next(['room-1', 'room-2'], 'room-2')).toBe('room-0');
  });

  it('never is the room itself, nor one that was reached', () => {
    expect(next([], 'room-0')).toBe('room-1');
    expect(next(['room-1', 'room-2'], 'room-0')).toBeUndefined();
    expect(next(['room-0', 'room-1', 'room-2'], 'room-0')).toBeUndefined();
  });
});

describe('where the team is', () => {
  const checkins = [
    { site_id: 'new', checked_in_at: '2024-12-08T12:00:00Z' },
    { site_id: 'old', checked_in_at: '2024-12-08T08:00:00Z' },
    { site_id: null, checked_in_at: '2024-12-08T13:00:00Z' },
  ];
  const task = aTask({ team_id: 'team-1', site_id: 'task-site' });

  it('is the site that its last check-in names', () => {
    expect(currentSiteId('team-1', checkins, [task])).toBe('new');
  });

  it('else is the site of its most urgent task that still asks for work', () => {
    const done = aTask({
      team_id: 'team-1',
      site_id: 'done',
      status: 'done',
      priority: 'critical',
    });
    const urgent = aTask({ team_id: 'team-1', site_id: 'urgent', priority: 'high' });
    expect(currentSiteId('team-1', [], [task, done, urgent])).toBe('urgent');
  });

  it('else is not known', () => {
    expect(currentSiteId('team-1', [], [aTask({ team_id: 'team-2', site_id: 'x' })])).toBeNull();
    expect(currentSiteId(null, [], [aTask({ team_id: null, site_id: 'x' })])).toBeNull();
  });
});
