import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Task } from './rows.ts';
import { byUrgency, isLate } from './urgency.ts';
import { priorities, taskStatuses } from './vocabulary.ts';

const base: Task = {
  id: 't',
  operation_id: 'o',
  version: 1,
  created_at: '2024-12-08T09:00:00Z',
  updated_at: '2024-12-08T09:00:00Z',
  deleted_at: null,
  code: 'T-0001',
  kind: 'search',
  title: null,
  details: null,
  site_id: null,
  area_id: null,
  priority: 'normal',
  status: 'open',
  status_at: '2024-12-08T09:00:00Z',
  status_reason: null,
  due_at: null,
  people_expected: null,
  needs_review: false,
  team_id: null,
  holding: null,
  held_at: null,
  done_team_id: null,
};
const task = (id: string, over: Partial<Task> = {}): Task => ({ ...base, id, ...over });
const order = (...tasks: Task[]) => tasks.toSorted(byUrgency).map(({ id }) => id);

test('what still asks for work comes first, however urgent the finished was', () => {
  expect(order(task('done', { status: 'done', priority: 'critical' }), task('open'))).toEqual([
    'open',
    'done',
  ]);
});

test('then what waits for a decision, then priority, then the nearest due time', () => {
  expect(
    order(
      task('low', { priority: 'low' }),
      task('no-due', { priority: 'high' }),
      task('later', { priority: 'high', due_at: '2024-12-08T14:00:00Z' }),
      task('sooner', { priority: 'high', due_at: '2024-12-08T12:00:00Z' }),
      task('critical', { priority: 'critical' }),
      task('review', { needs_review: true, priority: 'low' }),
    ),
  ).toEqual(['review', 'critical', 'sooner', 'later', 'no-due', 'low']);
});

test('the order is total: the same tasks always stand in the same order', () => {
  const anyTask = fc.record({
    id: fc.uuid(),
    status: fc.constantFrom(...taskStatuses),
    priority: fc.constantFrom(...priorities),
    needs_review: fc.boolean(),
    due_at: fc.constantFrom(null, '2024-12-08T12:00:00Z', '2024-12-08T14:00:00Z'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyTask, { maxLength: 12, selector: ({ id }) => id }), (drawn) => {
      const tasks = drawn.map((over) => task(over.id, over));
      expect(order(...tasks.toReversed())).toEqual(order(...tasks));
    }),
  );
});

test('a task is late after its due time, while it still asks for work', () => {
  const due = Date.parse('2024-12-08T12:00:00Z');
  const at = { due_at: '2024-12-08T12:00:00Z' };
  expect(isLate({ ...at, status: 'in_progress' }, due)).toBe(false);
  expect(isLate({ ...at, status: 'in_progress' }, due + 1)).toBe(true);
  expect(isLate({ ...at, status: 'done' }, due + 1)).toBe(false);
  expect(isLate({ due_at: null, status: 'open' }, due)).toBe(false);
});
