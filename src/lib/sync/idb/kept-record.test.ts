import { describe, expect, test } from 'vitest';
import { newRecord, outboxFormat } from '../outbox.ts';
import { someLetters } from '../testing/letters.ts';
import { uuid } from '../testing/rows.ts';
import { clearCipher } from '../vault/cipher.ts';
import record1 from './fixtures/record-1.json' with { type: 'json' };
import record2 from './fixtures/record-2.json' with { type: 'json' };
import record3 from './fixtures/record-3.json' with { type: 'json' };
import { keepRecord, letterOf, readRecord } from './kept-record.ts';
import type { KeptRecord } from './schema.ts';

/** A record of every format that was ever shipped, as it lay on a phone: never changed. */
const pinned = [record1, record2, record3] as KeptRecord[];
const name = 'daylight rows test';
const record = {
  ...newRecord({
    id: uuid('f', 1),
    operation_id: uuid('0'),
    kind: 'task.comment',
    entity_id: uuid('7', 1),
    base_version: 1,
    payload: { body: 'heard knocking' },
    device_at: '2024-12-08T04:00:00Z',
  }),
  seq: 1,
};
const withText = async (text: string): Promise<KeptRecord> => ({
  ...(await keepRecord(clearCipher, name, 1, record)),
  body: { text },
});

test('[S6] there is a pinned record of every format', () => {
  expect(pinned.map(({ format }) => format)).toEqual(
    Array.from({ length: outboxFormat }, (_, at) => at + 1),
  );
});

test.each(pinned)('[S6] a record of format $format is read', async (kept) => {
  expect(await readRecord(clearCipher, name, kept)).toEqual({
    key: uuid('f', 1),
    seq: 7,
    format: outboxFormat,
    state: 'refused',
    mutation: {
      id: uuid('f', 1),
      operation_id: uuid('0'),
      kind: 'task.status',
      entity_id: uuid('7', 1),
      base_version: 3,
      payload: { status: 'blocked', from: 'in_progress', reason: 'The lower level is flooded' },
      device_at: '2024-12-08T04:00:00.000Z',
      ...(kept.format < 3 ? {} : { replaces: [uuid('f', 2), uuid('f', 3)] }),
    },
    attempts: 2,
    nextAttemptAt: 1733630400000,
    lastError: { type: 'server', status: 503 },
    reason: 'invalid_payload',
    field: 'reason',
    version: null,
    letter: kept.format === 1 ? null : record2.letter,
  });
});

test('[T1] the letter lies beside the body, and is read without a key', async () => {
  const [letter] = await someLetters(1);
  if (!letter) throw new Error('no letter');
  const kept = await keepRecord(clearCipher, name, 1, { ...record, letter });
  expect(JSON.stringify(kept.body)).not.toContain(letter.data);
  expect(letterOf(kept)).toEqual(letter);
  expect(await readRecord(clearCipher, name, kept)).toMatchObject({ letter });
});

describe('[S6] formats to come', () => {
  test('go through every step in between, in order', async () => {
    const kept = await keepRecord(clearCipher, name, 1, record);
    const taken: number[] = [];
    const step = (from: number) => (body: unknown) => {
      taken.push(from);
      return body;
    };
    const read = await readRecord(clearCipher, name, kept, {
      to: 5,
      steps: { 3: step(3), 4: step(4) },
    });
    expect(taken).toEqual([3, 4]);
    expect(read).toMatchObject({ mutation: record.mutation });
  });

  test('a record of a newer version of the app is named, not guessed at', async () => {
    const kept = await keepRecord(clearCipher, name, 1, record);
    expect(await readRecord(clearCipher, name, { ...kept, format: outboxFormat + 1 })).toEqual({
      key: record.key,
      seq: 1,
      format: outboxFormat + 1,
      why: 'newer',
    });
  });

  test('a step that fails costs that record alone', async () => {
    const kept = await keepRecord(clearCipher, name, 1, record);
    const steps = {
      3: () => {
        throw new Error('broken');
      },
    };
    expect(await readRecord(clearCipher, name, kept, { to: 4, steps })).toMatchObject({
      why: 'damaged',
    });
  });
});

test.each(['', '{', 'null', '{"mutation":{"kind":"task.dance"}}'])(
  'a body that makes no sense is named: %j',
  async (text) => {
    expect(await readRecord(clearCipher, name, await withText(text))).toMatchObject({
      why: 'damaged',
    });
  },
);
