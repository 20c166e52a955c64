import { describe, expect, it } from 'vitest';
import type { Release } from '$lib/domain/rows';
import { linesBy } from './totals';

const release = (id: string, over: Partial<Release>): Release => ({
  id,
  operation_id: 'o',
  version: 1,
  created_at: '2024-12-08T12:00:00Z',
  updated_at: '2024-12-08T12:00:00Z',
  deleted_at: null,
  site_id: 'prison',
  area_id: null,
  task_id: null,
  team_id: 'team',
  corrects: null,
  women: 0,
  men: 0,
  girls: 0,
  boys: 0,
  unknown: 0,
  together: false,
  note: null,
  counted_at: '2024-12-08T12:00:00Z',
  ...over,
});
const known = {
  site: (id: string | null) => (id === 'prison' ? { adm1_pcode: 'SY03' } : { adm1_pcode: null }),
  timeZone: 'Asia/Damascus',
};
const of = (releases: Release[], grouping: Parameters<typeof linesBy>[1]) =>
  linesBy(releases, grouping, known).map(({ key, people }) => [key, people]);

describe('totals', () => {
  const releases = [
    release('a', { men: 30, counted_at: '2024-12-08T20:59:00Z' }),
    // Past midnight in Damascus.
    release('b', {
      women: 40,
      site_id: 'branch',
      team_id: null,
      counted_at: '2024-12-08T21:01:00Z',
    }),
    release('c', { men: -3, corrects: 'a', counted_at: '2024-12-09T08:00:00Z' }),
  ];

  it('begin with the most people', () => {
    expect(of(releases, 'site')).toEqual([
      ['branch', 40],
      ['prison', 27],
    ]);
    expect(of(releases, 'team')).toEqual([
      [null, 40],
      ['team', 27],
    ]);
  });

  it('of rooms have what was counted at none under null, and a correction in the room of its entry', () => {
    const rooms = [
      release('a', { men: 30, area_id: 'wing' }),
      release('b', { men: -2, corrects: 'a', area_id: 'wing' }),
      release('c', { women: 5 }),
    ];
    expect(of(rooms, 'area')).toEqual([
      ['wing', 28],
      [null, 5],
    ]);
    expect(of([release('a', { men: 3, task_id: 'task' })], 'task')).toEqual([['task', 3]]);
    expect(of(rooms, 'all')).toEqual([[null, 33]]);
  });

  it('of governorates have those of sites without a p-code under null', () => {
    expect(of(releases, 'governorate')).toEqual([
      [null, 40],
      ['SY03', 27],
    ]);
  });

  it('of days are by the operation’s clock, the latest first, a correction on the day of its entry', () => {
    expect(of(releases, 'day')).toEqual([
      ['2024-12-09', 40],
      ['2024-12-08', 27],
    ]);
  });

  it('have the entries that they are the sum of, the newest first', () => {
    const [, prison] = linesBy(releases, 'site', known);
    expect(prison?.entries.map(({ id }) => id)).toEqual(['c', 'a']);
  });
});
