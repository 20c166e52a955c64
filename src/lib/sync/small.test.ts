import { describe, expect, test } from 'vitest';
import { advanceCursor, readCursor } from './cursor.ts';
import { newId } from './ids.ts';
import { isSame } from './merge.ts';
import { parseLiveChange, parsePullAnswer, parseResults } from './protocol.ts';
import { backoffMs } from './retry.ts';
import { taskRow, uuid } from './testing/rows.ts';

describe('cursor', () => {
  test('[R4] is read for its epoch and version alone', () => {
    expect(readCursor('1.e5.coordinator-a.42')).toEqual({ epoch: 'e5', version: 42 });
  });

  test('[R4] of an unknown form says nothing', () => {
    for (const cursor of [null, '', '2.e.s.1', '1.e.s.', '1.e.1', '1.e.s.x'])
      expect(readCursor(cursor)).toBeNull();
  });

  test('[B4] takes the version of a live change at its end', () => {
    expect(advanceCursor('1.7.9.9', 10)).toBe('1.7.9.10');
  });
});

describe('backoff', () => {
  test('[K5] doubles up to a minute, and chance takes any part of it', () => {
    const most = (attempt: number) => backoffMs(attempt, () => 1);
    expect([1, 2, 3, 7, 40].map(most)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    expect(backoffMs(5, () => 0)).toBe(0);
  });

  test('never comes before the server asked for', () => {
    expect(backoffMs(1, () => 0, 5_000)).toBe(5_000);
  });
});

describe('parsing', () => {
  const change = {
    table: 'tasks',
    id: uuid('7'),
    version: 3,
    op: 'put',
    row: taskRow(uuid('7'), { version: 3 }),
  };
  const page = { cursor: '1.e.s.3', more: false, reset: false, server_at: 'now', changes: [] };

  test('[R1] a page gives its changes, and what it adds to a row is left out', async () => {
    const changes = [{ ...change, row: { ...change.row, colour: 'red' } }];
    const read = await parsePullAnswer({ ...page, changes });
    expect(read).toMatchObject({ ok: true, value: { changes: [change], damaged: [] } });
    expect(JSON.stringify(read)).not.toContain('red');
  });

  test('a change that is no change is reported and skipped', async () => {
    const changes = [
      'x',
      { ...change, table: 'weather' },
      { ...change, op: 'put', row: null },
      change,
    ];
    const read = await parsePullAnswer({ ...page, changes });
    expect(read).toMatchObject({
      ok: true,
      value: { changes: [change], damaged: [{}, { field: 'table' }, { table: 'tasks' }] },
    });
  });

  test('a page of many rows is read in slices, none of them left out', async () => {
    const changes = Array.from({ length: 220 }, (_, index) => ({
      ...change,
      id: uuid('7', index),
      row: taskRow(uuid('7', index), { version: 3 }),
    }));
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      return Promise.resolve();
    };
    const read = await parsePullAnswer({ ...page, changes }, pause);
    expect(read).toMatchObject({ ok: true, value: { changes, damaged: [] } });
    expect(pauses).toBeGreaterThan(2);
  });

  test('a page without its frame is no page', async () => {
    for (const input of [null, [], 'x', { ...page, cursor: 7 }, { ...page, changes: {} }])
      expect(await parsePullAnswer(input)).toMatchObject({
        ok: false,
        error: { type: 'malformed' },
      });
  });

  test('a setting that makes no sense does not cost the operation', async () => {
    const row = {
      ...taskRow(uuid('0')),
      name_en: 'Exercise',
      name_ar: '',
      status: 'active',
      starts_on: null,
      settings: { checkin_grace_minutes: 'many' },
    };
    const changes = [{ ...change, table: 'operations', id: uuid('0'), row }];
    expect(await parsePullAnswer({ ...page, changes })).toMatchObject({
      ok: true,
      value: { changes: [{ row: { settings: {} } }], damaged: [] },
    });
  });

  test('[B2] an epoch may be a number or a text', () => {
    for (const epoch of [7, '7'])
      expect(parseLiveChange({ version: 3, epoch, partial: false, changes: [] })).toMatchObject({
        ok: true,
        value: { epoch: '7' },
      });
  });

  test('[W1] an answer that makes no sense counts as not given, the others stand', () => {
    const good = { id: 'a', outcome: 'applied', reason: null, version: 4 };
    expect(parseResults([good, { id: 'b', outcome: 'maybe' }, 7])).toEqual({
      ok: true,
      value: [good],
    });
  });

  test('[W4] a duplicate keeps the field of the first answer', () => {
    const said = { reason: 'invalid_payload', field: 'body', version: null } as const;
    const duplicate = {
      id: 'a',
      outcome: 'duplicate',
      first_outcome: 'rejected',
      ...said,
    } as const;
    expect(parseResults([duplicate])).toEqual({ ok: true, value: [duplicate] });
  });

  test('[W1] a reason that this phone does not know still refuses', () => {
    expect(
      parseResults([{ id: 'a', outcome: 'rejected', reason: 'new_rule', version: null }]),
    ).toMatchObject({ value: [{ outcome: 'rejected', reason: 'invalid_payload' }] });
  });
});

describe('the same value', () => {
  test('[C4] times are compared by the moment, JSON by what it says', () => {
    expect(isSame('2024-12-08T04:00:00Z', '2024-12-08T06:00:00.000+02:00')).toBe(true);
    expect(isSame({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(isSame(['a'], ['a', 'b'])).toBe(false);
    expect(isSame([], {})).toBe(false);
    expect(isSame(null, '')).toBe(false);
    expect(isSame('Room 1', 'Room 2')).toBe(false);
  });
});

test('ids are version 4 UUIDs, each another', () => {
  const ids = Array.from({ length: 100 }, newId);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(100);
});
