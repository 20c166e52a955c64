import { describe, expect, test, vi } from 'vitest';
import type { Mutation } from '../domain/mutations.ts';
import { composeCorrection, composeDiscard } from './compose.ts';
import { SyncEngine } from './engine.ts';
import { newRecord } from './outbox.ts';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone, openPhone } from './testing/phone.ts';
import { author, operationId, taskRow, uuid } from './testing/rows.ts';
import { settled } from './testing/timers.ts';

const task = uuid('7', 1);
const other = uuid('7', 2);
const made = uuid('d', 1);
const rows = { tasks: [taskRow(task), taskRow(other)] };

const records = (phone: Phone) =>
  phone.engine.replica.records.map(({ key, state, mutation }) => [key, state, mutation.kind]);
/** A record that the server has refused. */
const refused = async () => {
  const phone = await livePhone({ rows: { tasks: [taskRow(task, { status: 'verified' })] } });
  const id = await phone.tap('task.status', task, { status: 'blocked', reason: 'كهرباء' });
  await calm(phone);
  expect(records(phone)).toEqual([[id, 'refused', 'task.status']]);
  return { phone, id };
};
/** A phone whose server fails to take anything: what it records waits. */
const failing = async () => {
  const phone = await livePhone({ rows });
  phone.server.failOnce.add(uuid('f', 1));
  const id = await phone.tap('task.status', task, { status: 'en_route' });
  await phone.network.deliver('apply');
  expect(records(phone)).toEqual([[id, 'waiting', 'task.status']]);
  return { phone, id };
};
const correct = (phone: Phone, key: string, payload: Mutation['payload']) => {
  const { replica } = phone.engine;
  const record = replica.records.find((one) => one.key === key);
  if (!record) throw new Error('no record');
  return phone.engine.replace(
    key,
    composeCorrection(record, payload, made, phone.timers.now(), replica, replica.author),
  );
};

describe('[K8] discarding', () => {
  test('puts record.discard in the place of a refused record, in one write', async () => {
    const { phone, id } = await refused();
    const seen: unknown[] = [];
    phone.engine.subscribe((change) => change?.outbox && seen.push(records(phone)));
    expect(await phone.engine.discard(id, 'سُجّل مرتين', made)).toBe(true);
    expect(seen[0]).toEqual([[made, 'waiting', 'record.discard']]);
    expect(phone.engine.replica.records[0]?.mutation).toMatchObject({
      entity_id: id,
      payload: {
        record_id: id,
        kind: 'task.status',
        entity_id: task,
        payload: { status: 'blocked', reason: 'كهرباء', from: 'verified' },
        reason: 'سُجّل مرتين',
        state: 'refused',
      },
    });
  });

  test('is sent, and leaves when the server has it', async () => {
    const { phone, id } = await refused();
    await phone.engine.discard(id, 'no longer true', made);
    await calm(phone);
    expect(phone.network.batches.at(-1)).toEqual([made]);
    expect(records(phone)).toEqual([]);
  });

  test('of what waits takes it off the screen, and it is never sent again', async () => {
    const { phone, id } = await failing();
    expect(phone.engine.replica.get('tasks', task)?.status).toBe('en_route');
    await phone.engine.discard(id, 'wrong task', made);
    expect(phone.engine.replica.get('tasks', task)?.status).toBe('open');
    await calm(phone);
    expect(phone.network.batches).toEqual([[id], [made]]);
  });

  test('is refused while the record is on its way', async () => {
    const phone = await livePhone({ rows });
    const id = await phone.tap('task.status', task, { status: 'en_route' });
    expect(await phone.engine.discard(id, 'wrong task', made)).toBe(false);
    expect(records(phone)).toEqual([[id, 'sending', 'task.status']]);
  });

  test('outlives the app', async () => {
    const { phone, id } = await refused();
    phone.engine.stop();
    await phone.engine.discard(id, 'wrong task', made);
    await phone.reopen();
    expect(records(phone)).toMatchObject([[made, 'sending', 'record.discard']]);
  });

  test('is not done to a discarding: one that was refused is dismissed', async () => {
    const { phone, id } = await refused();
    phone.engine.stop();
    await phone.engine.discard(id, 'wrong task', made);
    expect(await phone.engine.discard(made, 'once more')).toBe(false);
    const [record] = phone.engine.replica.records;
    if (record) await phone.store.write({ update: [{ ...record, state: 'refused' }] });
    await phone.engine.dismiss(made);
    expect(records(phone)).toEqual([]);
  });

  test('of a long record leaves its payload out, rather than be refused for its length', () => {
    const record = newRecord({
      id: uuid('f', 1),
      operation_id: uuid('0'),
      kind: 'task.comment',
      entity_id: task,
      base_version: 1,
      payload: { body: 'طرق'.repeat(12_000) },
      device_at: '2024-12-08T04:00:00Z',
    });
    const { payload } = composeDiscard({ ...record, seq: 1 }, 'too long', made, 0);
    expect(payload).toMatchObject({ record_id: uuid('f', 1), reason: 'too long' });
    expect(payload).not.toHaveProperty('payload');
  });
});

describe('[K7] a correction', () => {
  test('of a refused record is a new mutation in its place, and is confirmed', async () => {
    const { phone, id } = await refused();
    phone.server.change({ tasks: [taskRow(task, { status: 'in_progress', version: 9 })] });
    await calm(phone);
    expect(await correct(phone, id, { status: 'done', from: 'verified' })).toBe(true);
    expect(phone.engine.replica.records[0]?.mutation).toMatchObject({
      id: made,
      payload: { status: 'done', from: 'in_progress' },
    });
    await calm(phone);
    expect(records(phone)).toEqual([]);
    expect(phone.server.get('tasks', task)?.status).toBe('done');
  });

  test('of what waits keeps what its author saw: on the screen it is done already', async () => {
    const { phone, id } = await failing();
    await correct(phone, id, { status: 'in_progress' });
    expect(phone.engine.replica.records[0]?.mutation.payload).toEqual({
      status: 'in_progress',
      from: 'open',
    });
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('in_progress');
    expect(phone.network.batches).toEqual([[id], [made]]);
  });

  test('of the first of several keeps its place before the others', async () => {
    const phone = await openPhone({ rows });
    phone.engine.stop();
    const first = await phone.tap('task.create', uuid('7', 3), { kind: 'release', title: 'x' });
    const second = await phone.tap('task.comment', uuid('7', 3), { body: 'two children' });
    await correct(phone, first, { kind: 'release', title: 'y' });
    expect(records(phone).map(([key]) => key)).toEqual([made, second]);
  });

  test('of an observation stays at the time of it', async () => {
    const { phone } = await refused();
    phone.engine.stop();
    const id = await phone.tap('task.comment', task, { body: 'x' });
    const at = phone.engine.replica.records.at(-1)?.mutation.device_at;
    const record = phone.engine.replica.records.at(-1);
    if (record) await phone.store.write({ update: [{ ...record, state: 'refused' }] });
    await phone.timers.advance(3_600_000);
    await correct(phone, id, { body: 'y' });
    expect(phone.engine.replica.records.at(-1)?.mutation).toMatchObject({
      id: made,
      device_at: at,
    });
  });

  test('that comes while the record is being sent does not send it twice', async () => {
    const phone = await openPhone({ rows });
    await calm(phone);
    phone.engine.stop();
    const id = await phone.tap('task.comment', task, { body: 'x' });
    // The correction is written just before the batch that is already on the way to the store.
    const write = phone.store.write.bind(phone.store);
    vi.spyOn(phone.store, 'write').mockImplementationOnce(async (sending) => {
      expect(sending.update).toMatchObject([{ key: id, state: 'sending' }]);
      await correct(phone, id, { body: 'y' });
      return write(sending);
    });
    phone.engine.start();
    await settled();
    await calm(phone);
    expect(phone.network.batches.flat()).toEqual([made]);
  });
});

describe('[W13] what takes the place of a record says so', () => {
  /** A phone whose batch is lost on the way: nobody knows whether the server has it. */
  const lost = async () => {
    const phone = await livePhone({ rows });
    const id = await phone.tap('task.comment', task, { body: 'two children' });
    return { phone, id };
  };

  test('[K7] through every correction, however many never left the phone', async () => {
    const phone = await openPhone({ rows });
    phone.engine.stop();
    const first = await phone.tap('task.comment', task, { body: '1' });
    await correct(phone, first, { body: '2' });
    expect(phone.engine.replica.records[0]?.mutation.replaces).toEqual([first]);
    await phone.engine.discard(made, 'no longer true', uuid('d', 2));
    expect(phone.engine.replica.records[0]?.mutation.replaces).toEqual([first, made]);
  });

  test('[T1] in its letter too', async () => {
    const phone = await openPhone({ rows });
    phone.engine.close();
    const sealed: Mutation[] = [];
    const seal = (mutation: Mutation) => {
      sealed.push(mutation);
      return Promise.resolve(null);
    };
    const { store, network: transport, timers } = phone;
    phone.engine = await SyncEngine.open({ operationId, store, transport, author, timers, seal });
    const id = await phone.tap('task.comment', task, { body: 'x' });
    await correct(phone, id, { body: 'y' });
    expect(sealed.map(({ replaces }) => replaces)).toEqual([undefined, [id]]);
  });

  test('[W14] the first sending had arrived after all: it stands once, and the author is told', async () => {
    const { phone, id } = await lost();
    await phone.network.loseAnswer('apply');
    await correct(phone, id, { body: 'three children' });
    await calm(phone);
    expect(records(phone)).toEqual([[made, 'refused', 'task.comment']]);
    expect(phone.engine.replica.records[0]?.reason).toBe('already_applied');
    expect(phone.server.all('task_events')).toMatchObject([{ payload: { body: 'two children' } }]);
  });

  test('the first sending arrives when it was corrected long ago: it changes nothing', async () => {
    const { phone, id } = await lost();
    const old = phone.engine.replica.records[0]?.mutation;
    await phone.network.fail('apply');
    await correct(phone, id, { body: 'three children' });
    await calm(phone);
    expect(old && phone.server.apply([old], author)).toMatchObject([{ reason: 'withdrawn' }]);
    expect(records(phone)).toEqual([]);
    expect(phone.server.all('task_events')).toMatchObject([
      { payload: { body: 'three children' } },
    ]);
  });
});

test('[K7] a refused record holds back nothing else', async () => {
  const { phone, id } = await refused();
  const next = await phone.tap('task.comment', task, { body: 'still here' });
  await calm(phone);
  expect(records(phone)).toEqual([[id, 'refused', 'task.status']]);
  expect(phone.server.log.get(next)?.outcome).toBe('applied');
});
