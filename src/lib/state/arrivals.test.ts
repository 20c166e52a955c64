import { expect, test } from 'vitest';
import { Arrivals } from './arrivals.ts';

const page = { tables: new Set(['tasks'] as const), outbox: false };
const record = { tables: new Set(['tasks'] as const), outbox: true };

test('of the pages of a first sync, screens are told whenever there are twice as many', () => {
  const arrivals = new Arrivals();
  const told = Array.from({ length: 16 }, () => arrivals.take(page, false).length);
  expect(told).toEqual([1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('of what was left they are told as soon as the rows are whole', () => {
  const arrivals = new Arrivals();
  for (let pages = 0; pages < 3; pages += 1) arrivals.take(page, false);
  expect(arrivals.take(null, false)).toEqual([]);
  expect(arrivals.take(null, true)).toEqual(['tasks']);
  expect(arrivals.take(null, true)).toEqual([]);
});

test('of a record they are told at once, in the middle of a first sync too', () => {
  const arrivals = new Arrivals();
  for (let pages = 0; pages < 3; pages += 1) arrivals.take(page, false);
  expect(arrivals.take(record, false)).toEqual(['tasks']);
});

test('once the rows are whole, of every change', () => {
  const arrivals = new Arrivals();
  const told = Array.from({ length: 5 }, () => arrivals.take(page, true).length);
  expect(told).toEqual([1, 1, 1, 1, 1]);
});
