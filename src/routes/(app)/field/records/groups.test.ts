import { describe, expect, test } from 'vitest';
import type { OutboxRecord } from '$lib/sync/outbox';
import { newRecord } from '$lib/sync/outbox';
import { statusMutation } from '$lib/sync/testing/letters';
import { confirmedLately } from '$lib/state/confirmed-lately';
import { groupRecords, isStuck, mayTravel } from './groups.ts';

const record = (seq: number, change: Partial<OutboxRecord> = {}): OutboxRecord => ({
  ...newRecord(statusMutation(seq)),
  seq,
  ...change,
});
const seqs = (records: readonly OutboxRecord[]) => records.map(({ seq }) => seq);

test('every record stands in one group, the newest first', () => {
  const stuck = { attempts: 3, lastError: { type: 'server_error' } } as const;
  const groups = groupRecords(
    [
      record(1, { state: 'refused' }),
      record(2),
      record(3, stuck),
      record(4, { state: 'conflict' }),
      record(5),
      record(6, { state: 'sending' }),
      record(7, { state: 'confirmed' }),
    ],
    [{ record: record(0, { state: 'confirmed' }), at: 5 }],
  );
  expect(seqs(groups.problems)).toEqual([4, 1]);
  expect(seqs(groups.stuck)).toEqual([3]);
  expect(seqs(groups.waiting)).toEqual([5, 2]);
  expect(seqs(groups.sending)).toEqual([6]);
  expect(groups.confirmed.map(({ record, at }) => [record.seq, at])).toEqual([
    [7, null],
    [0, 5],
  ]);
});

test.each<[string, Partial<OutboxRecord>, boolean]>([
  ['the server failed three times', { attempts: 3, lastError: { type: 'server' } }, true],
  ['it failed twice', { attempts: 2, lastError: { type: 'server' } }, false],
  ['there is no network', { attempts: 30, lastError: { type: 'offline' } }, false],
  ['it is on its way', { attempts: 3, lastError: { type: 'server' }, state: 'sending' }, false],
])('stuck or not: %s', (_, change, stuck) => {
  expect(isStuck(record(1, change))).toBe(stuck);
});

test.each<[string, Partial<OutboxRecord>, boolean]>([
  ['it waits', {}, true],
  ['it is on its way', { state: 'sending' }, true],
  ['it is in the log', { state: 'confirmed' }, false],
  ['it no longer fitted, and stands in the log', { state: 'conflict' }, false],
  ['it was refused', { state: 'refused', reason: 'not_found' }, true],
  ['[W13] its author gave it up', { state: 'refused', reason: 'withdrawn' }, false],
  ['[W14] what it corrects stands', { state: 'refused', reason: 'already_applied' }, false],
])('may be carried or not: %s', (_, change, may) => {
  expect(mayTravel(record(1, change))).toBe(may);
});

describe('confirmed lately', () => {
  const sent = record(1, { state: 'sending' });
  const pending = record(2, { state: 'confirmed' });

  test('are those that left the outbox from their way or with an answer', () => {
    const lately = confirmedLately([], [sent, pending], [], 7);
    expect(lately.map(({ record, at }) => [record.seq, record.state, at])).toEqual([
      [2, 'confirmed', 7],
      [1, 'confirmed', 7],
    ]);
  });

  test('are not those that were replaced or dismissed', () => {
    const others = [record(3), record(4, { state: 'refused' }), record(5, { state: 'conflict' })];
    expect(confirmedLately([], others, [], 7)).toEqual([]);
  });

  test('are at most 50, the newest', () => {
    const many = Array.from({ length: 60 }, (_, at) => record(at, { state: 'sending' }));
    const lately = confirmedLately([{ record: sent, at: 1 }], many, [], 7);
    expect([lately.length, lately[0]?.record.seq]).toEqual([50, 59]);
  });
});
