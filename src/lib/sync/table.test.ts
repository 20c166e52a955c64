import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Task } from '../domain/rows.ts';
import { Table } from './table.ts';
import { taskRow, uuid } from './testing/rows.ts';

const id = (n: number) => uuid('7', n);
const tableOf = (amount: number) => {
  const table = new Table<Task>(null);
  for (let n = 0; n < amount; n += 1) table.put(taskRow(id(n)));
  return table;
};

test('one change among 20,000 rows gives another list, in which one row differs', () => {
  const table = tableOf(20_000);
  const before = table.all();
  table.put(taskRow(id(7), { status: 'done' }));
  const after = table.all();
  expect(after.filter((row, at) => row !== before[at]).map((row) => row.id)).toEqual([id(7)]);
  expect(before.filter(({ status }) => status === 'done')).toEqual([]);
});

test('the list is the same one until a row changes', () => {
  const table = tableOf(3);
  expect(table.all()).toBe(table.all());
  const before = table.all();
  table.delete(id(9));
  expect(table.all()).toBe(before);
});

test('the list is the living rows with the pending ones over them, after any changes', () => {
  const number = fc.integer({ min: 0, max: 5 });
  const row = fc.record({ n: number, deleted: fc.boolean(), title: fc.string() });
  const made = ({ n, deleted, title }: { n: number; deleted: boolean; title: string }) =>
    taskRow(id(n), { title, deleted_at: deleted ? '2024-12-08T10:00:00Z' : null });
  const step = fc.oneof(
    fc.record({ put: row }),
    fc.record({ remove: number }),
    fc.record({ over: fc.array(row, { maxLength: 3 }) }),
    fc.constant({ clear: true }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const table = new Table<Task>(null);
      let base = new Map<string, Task>();
      let over = new Map<string, Task>();
      for (const each of steps) {
        if ('put' in each) {
          table.put(made(each.put));
          base.set(id(each.put.n), made(each.put));
        } else if ('remove' in each) {
          table.delete(id(each.remove));
          base.delete(id(each.remove));
        } else if ('over' in each) {
          over = new Map(each.over.map((one) => [id(one.n), made(one)]));
          table.layOver(over);
        } else {
          table.clear();
          base = new Map();
        }
        const living = [...new Map([...base, ...over]).values()].filter(
          ({ deleted_at }) => deleted_at === null,
        );
        const byId = (rows: readonly Task[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId(table.all())).toEqual(byId(living));
      }
    }),
  );
});
