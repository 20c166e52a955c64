import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '$lib/domain/rows';
import { taskKinds } from '$lib/domain/vocabulary';
import { aTask } from './task.fixture.ts';
import {
  countActive,
  filterQuery,
  holders,
  isLetThrough,
  mostUrgent,
  parseFilters,
  phases,
  type TaskFilters,
} from './filters.ts';

const everything: TaskFilters = { holder: 'all', phase: 'all', kind: null, text: '' };
const ids = (tasks: Task[]) => tasks.map((task) => task.id);
const through = (tasks: Task[], filters: Partial<TaskFilters>, teamId: string | null = 'team-1') =>
  tasks.filter((task) => isLetThrough(task, { ...everything, ...filters }, teamId));
const list = (tasks: Task[], filters: Partial<TaskFilters>) =>
  ids(mostUrgent(through(tasks, filters), tasks.length).tasks);

describe('the filters in the address', () => {
  it('survive a reload, whatever they are', () => {
    const filters = fc.record({
      holder: fc.constantFrom(...holders),
      phase: fc.constantFrom(...phases),
      kind: fc.constantFrom(null, ...taskKinds),
      text: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(filters, fc.constantFrom('team-1', null), (given, teamId) => {
        const query = new URLSearchParams(filterQuery(given, teamId));
        expect(parseFilters(query, teamId)).toEqual(given);
      }),
    );
  });

  it('are not in the address when they are the defaults', () => {
    expect(filterQuery(parseFilters(new URLSearchParams(), 'team-1'), 'team-1')).toBe('');
  });

  it('fall back to the defaults for values that do not exist', () => {
    const params = new URLSearchParams('holder=them&phase=later&kind=party');
    expect(parseFilters(params, 'team-1')).toEqual({
      holder: 'mine',
      phase: 'active',
      kind: null,
      text: '',
    });
  });

  it('start with all tasks for somebody without a team', () => {
    expect(parseFilters(new URLSearchParams(), null).holder).toBe('all');
  });
});

describe('the list of tasks', () => {
  const mine = aTask({ id: 'mine', team_id: 'team-1' });
  const free = aTask({ id: 'free', team_id: null });
  const theirs = aTask({ id: 'theirs', team_id: 'team-2' });

  it('tells apart what my team, nobody and anybody holds', () => {
    const tasks = [mine, free, theirs];
    expect(list(tasks, { holder: 'mine' })).toEqual(['mine']);
    expect(list(tasks, { holder: 'nobody' })).toEqual(['free']);
    expect(list(tasks, { holder: 'all' })).toHaveLength(3);
  });

  it('shows nothing as mine to somebody without a team, also not what nobody holds', () => {
    expect(through([mine, free], { holder: 'mine' }, null)).toEqual([]);
  });

  it('takes done, verified and cancelled for finished, and a blocked task for active', () => {
    const tasks = (['blocked', 'done', 'verified', 'cancelled'] as const).map((status) =>
      aTask({ id: status, status }),
    );
    expect(list(tasks, { phase: 'active' })).toEqual(['blocked']);
    expect(list(tasks, { phase: 'done' }).sort()).toEqual(['cancelled', 'done', 'verified']);
  });

  it('leaves out deleted tasks', () => {
    expect(list([aTask({ deleted_at: '2024-12-08T10:00:00Z' })], {})).toEqual([]);
  });

  it('puts the most urgent first', () => {
    const tasks = [
      aTask({ id: 'low', priority: 'low' }),
      aTask({ id: 'done', priority: 'critical', status: 'done' }),
      aTask({ id: 'critical', priority: 'critical' }),
    ];
    expect(list(tasks, {})).toEqual(['critical', 'low', 'done']);
  });

  it('counts what still asks for work, by holder', () => {
    const done = aTask({ team_id: 'team-1', status: 'done' });
    expect(countActive([mine, free, theirs, done], 'team-1')).toEqual({
      mine: 1,
      nobody: 1,
      all: 3,
    });
  });
});
