import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Mutation } from '../domain/mutations.ts';
import { MemoryStore } from './memory-store.ts';
import { noRows } from './store.ts';
import { author, operationId, personRow, uuid } from './testing/rows.ts';
import { TestTimers } from './testing/timers.ts';

/** As after the start of the app: nothing of the desks is loaded. */
beforeEach(() => vi.resetModules());

const personId = uuid('a');
const rename = (given: string): Mutation => ({
  id: uuid('b'),
  operation_id: operationId,
  kind: 'person.update',
  entity_id: personId,
  base_version: 1,
  payload: { set: { given }, base: { given: null } },
  device_at: '2024-12-08T12:00:00.000Z',
});
const comment: Mutation = {
  id: uuid('c'),
  operation_id: operationId,
  kind: 'task.comment',
  entity_id: uuid('d'),
  base_version: null,
  payload: { body: 'Door open' },
  device_at: '2024-12-08T12:00:01.000Z',
};

describe('[K2] what the desks record', () => {
  test('is not shown before its effects are loaded, and is afterwards', async () => {
    const { hasEffects, readyEffects } = await import('./overlay.ts');
    const { Replica } = await import('./replica.ts');
    const { newRecord } = await import('./outbox.ts');
    expect([hasEffects(['task.status']), hasEffects(['person.update'])]).toEqual([true, false]);
    const rows = { ...noRows(), people: [personRow(personId)] };
    const outbox = [{ ...newRecord(rename('Light'), null), seq: 1 }];
    const replica = new Replica({ rows, outbox, cursor: null }, author);
    expect(replica.get('people', personId)?.given).toBeNull();
    await readyEffects(['person.update']);
    expect(hasEffects(['person.update'])).toBe(true);
    expect([...replica.layOver().tables]).toContain('people');
    expect(replica.get('people', personId)?.given).toBe('Light');
  });

  test('is kept in the order of the taps, however long loading takes', async () => {
    const { Recorder } = await import('./recorder.ts');
    const store = new MemoryStore();
    const recorder = new Recorder({ store, timers: new TestTimers(), seal: null });
    await Promise.all([recorder.record(rename('Light')), recorder.record(comment)]);
    const kinds = (await store.load()).outbox.map(({ mutation }) => mutation.kind);
    expect(kinds).toEqual(['person.update', 'task.comment']);
  });
});
