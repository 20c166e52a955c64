import { describe, expect, test } from 'vitest';
import type { Mutation } from '../domain/mutations.ts';
import type { OutboxRecord } from './outbox.ts';
import { answered, isCorrectable, isDismissible, newRecord, nextBatch } from './outbox.ts';
import { uuid } from './testing/rows.ts';

const task = uuid('7', 1);
const site = uuid('5', 1);

const record = (seq: number, mutation: Partial<Mutation>, change: Partial<OutboxRecord> = {}) => ({
  ...newRecord({
    id: uuid('f', seq),
    operation_id: uuid('0'),
    kind: 'task.comment',
    entity_id: task,
    base_version: null,
    payload: { body: 'noted' },
    device_at: '2024-12-08T04:00:00Z',
    ...mutation,
  } as Mutation),
  seq,
  ...change,
});
const keys = (records: readonly OutboxRecord[]) => records.map(({ seq }) => seq);
const nowMs = 1_000;
const later = { nextAttemptAt: nowMs + 1 };

describe('the next batch', () => {
  test('[K3] is the oldest, no more than the limit', () => {
    const records = [1, 2, 3].map((seq) => record(seq, {}));
    expect(keys(nextBatch(records, 2, nowMs))).toEqual([1, 2]);
  });

  test('leaves out what is on its way, answered, or with a person', () => {
    const states = ['sending', 'confirmed', 'refused', 'conflict', 'waiting'] as const;
    const records = states.map((state, index) => record(index + 1, {}, { state }));
    expect(keys(nextBatch(records, 100, nowMs))).toEqual([5]);
  });

  test('one whose time has not come holds back its own entity, and nothing else', () => {
    const records = [record(1, {}, later), record(2, {}), record(3, { entity_id: uuid('7', 2) })];
    expect(keys(nextBatch(records, 100, nowMs))).toEqual([3]);
  });

  test('a task waits for the site that it names, and what waits for the task waits too', () => {
    const records = [
      record(
        1,
        {
          kind: 'site.create',
          entity_id: site,
          payload: { code: 'S', name_en: 'S', kind: 'shelter' },
        },
        later,
      ),
      record(2, { kind: 'task.create', payload: { kind: 'search', site_id: site } }),
      record(3, {}),
      record(4, {
        kind: 'task.update',
        entity_id: uuid('7', 3),
        payload: { set: { site_id: site } },
      }),
      record(5, { entity_id: uuid('7', 4) }),
    ];
    expect(keys(nextBatch(records, 100, nowMs))).toEqual([5]);
  });

  test('when everything is due, nothing is held back', () => {
    const records = [record(1, {}, later), record(2, {})];
    expect(keys(nextBatch(records, 100, Number.POSITIVE_INFINITY))).toEqual([1, 2]);
  });
});

describe('an answer', () => {
  test('[X6] about who was erased takes what was said off the phone, with its letter', () => {
    const said = { set: { given: 'خالد' }, base: { given: null } };
    const sent = record(1, { kind: 'person.update', payload: said }, { state: 'sending' });
    const refusal = { id: '', outcome: 'rejected' as const, reason: 'erased' as const, version: 7 };
    const refused = answered({ ...sent, letter: {} as OutboxRecord['letter'] }, refusal);
    expect(refused).toMatchObject({ state: 'refused', reason: 'erased', letter: null });
    expect(refused.mutation).toEqual({ ...sent.mutation, payload: { set: {} } });
    expect(isDismissible(refused)).toBe(true);
    expect(isCorrectable(refused)).toBe(false);
    const twice = { ...refusal, outcome: 'duplicate', first_outcome: 'rejected' } as const;
    const merge = record(2, { kind: 'person.merge', payload: { into: task, reasons: ['x'] } });
    expect(answered(merge, twice).mutation.payload).toEqual({});
    expect(answered(sent, { ...refusal, reason: 'not_allowed' }).mutation).toBe(sent.mutation);
  });

  test('[W4] to something sent twice counts as the first', () => {
    const duplicate = { id: '', outcome: 'duplicate' as const, reason: null, version: 7 };
    const sent = record(1, {}, { state: 'sending' });
    expect(answered(sent, { ...duplicate, first_outcome: 'applied' })).toMatchObject({
      state: 'confirmed',
      version: 7,
    });
    expect(
      answered(sent, { ...duplicate, first_outcome: 'rejected', reason: 'own_work' }),
    ).toMatchObject({ state: 'refused', reason: 'own_work' });
    expect(
      answered(sent, {
        ...duplicate,
        first_outcome: 'rejected',
        reason: 'invalid_payload',
        field: 'body',
      }),
    ).toMatchObject({ state: 'refused', reason: 'invalid_payload', field: 'body' });
    expect(
      answered(sent, { ...duplicate, first_outcome: 'conflict', reason: 'status_changed' }),
    ).toMatchObject({ state: 'conflict', reason: 'status_changed' });
  });
});
