/** What the simulator has found: each trouble once, at its smallest. */
import { expect, test } from 'vitest';
import type { Mutation } from '../domain/mutations.ts';
import { SyncEngine } from './engine.ts';
import { newRecord, nextBatch } from './outbox.ts';
import { StorageError } from './storage-error.ts';
import type { StoreChange } from './store.ts';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone } from './testing/phone.ts';
import { author, operationId, taskRow, uuid } from './testing/rows.ts';
import { settled } from './testing/timers.ts';

const task = uuid('7', 1);
const rows = { tasks: [taskRow(task)] };

test('[S2] a live change that cannot be kept halts the engine, and is had when there is space again', async () => {
  const phone = await livePhone({ rows });
  const write = phone.store.write.bind(phone.store);
  phone.store.write = () => Promise.reject(new StorageError('full'));
  phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
  await phone.network.hear();
  expect(phone.engine.status.halt).toBe('storage');

  phone.store.write = write;
  phone.engine.refresh();
  await settled();
  await calm(phone);
  expect(phone.engine.replica.get('tasks', task)?.status).toBe('en_route');
});

const year = 365 * 86_400_000;

/** The person, or the network, sets the phone's clock. */
const setClock = ({ timers }: Phone, byMs: number) => {
  const { now } = timers;
  timers.now = () => now() + byMs;
};

test('[K5] a clock that is set back does not make a record wait for years', async () => {
  const phone = await livePhone({ rows });
  await phone.tap('task.status', task, { status: 'en_route' });
  await phone.network.fail('apply');
  setClock(phone, -10 * year);
  await phone.timers.advance(60_000);
  await phone.network.deliver('apply');
  expect(phone.server.get('tasks', task)?.status).toBe('en_route');
});

test('[W8] nor does one that the server failed to take', async () => {
  const phone = await livePhone({ rows });
  setClock(phone, 10 * year);
  phone.server.failOnce.add(uuid('f', 1));
  await phone.tap('task.status', task, { status: 'en_route' });
  await phone.network.deliver('apply');
  expect(phone.engine.replica.records).toMatchObject([{ state: 'waiting' }]);
  setClock(phone, -10 * year);
  await phone.timers.advance(60_000);
  await phone.network.deliver('apply');
  expect(phone.server.get('tasks', task)?.status).toBe('en_route');
});

test('[K5] a wait that is over before it is written down leaves nothing lying', async () => {
  const phone = await livePhone({ rows });
  await phone.tap('task.status', task, { status: 'en_route' });
  const write = phone.store.write.bind(phone.store);
  phone.store.write = (change) => {
    // A slow disk, and a short wait; or the clock is set just then.
    phone.store.write = write;
    setClock(phone, 60_000);
    return write(change);
  };
  await phone.network.fail('apply');
  await phone.timers.advance(60_000);
  expect(phone.network.waiting('apply')).toBe(1);
});

test('[K5] a record never waits longer than the longest backoff, whatever its time says', () => {
  const [first, second] = [uuid('f', 1), uuid('f', 2)];
  const record = (key: string, nextAttemptAt: number) => ({
    ...newRecord({ id: key, entity_id: key, payload: {} } as Mutation),
    seq: 1,
    nextAttemptAt,
  });
  const records = [record(first, 20 * year), record(second, 10 * year + 60_000)];
  expect(nextBatch(records, 100, 10 * year).map(({ key }) => key)).toEqual([first]);
});

test('[R5] [Q4] rows that were asked for before the phone was put out do not come back in part', async () => {
  const other = uuid('7', 2);
  const phone = await livePhone({ rows: { tasks: [taskRow(task), taskRow(other)] } });
  phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
  phone.network.messages = [];
  phone.engine.refresh();
  const bring = phone.network.arrive('pull');
  const id = await phone.tap('task.comment', task, { body: 'heard knocking' });
  await phone.network.answerWith('apply', [
    { id, outcome: 'rejected', reason: 'not_a_member', version: null },
  ]);
  expect(phone.engine.status.halt).toBe('revoked');

  // Let in again, before the answer is here.
  phone.engine.start();
  await bring();
  await calm(phone);
  expect(phone.engine.replica.all('tasks')).toHaveLength(2);
});

test('[S3] what another tab writes while this one reads its rows into memory is not missed', async () => {
  const { store, timers, network } = await livePhone({ rows });
  const load = store.load.bind(store);
  store.load = async () => {
    const state = await load();
    // A little later, but before all rows are in memory.
    let soon = Promise.resolve();
    for (let turn = 0; turn < 3; turn += 1) soon = soon.then();
    void soon.then(() => store.write({ cursor: '1.first.coordinator.7' }));
    return state;
  };
  const engine = await SyncEngine.open({ operationId, store, transport: network, author, timers });
  await settled();
  expect(engine.replica.cursor).toBe('1.first.coordinator.7');
  engine.close();
});

test('[S5] what the tab that synced before had on its way is sent, also when this one hears of it late', async () => {
  const { store, network, engine, timers } = await livePhone({ rows });
  const heard: ((change: StoreChange) => void)[] = [];
  const subscribe = store.subscribe.bind(store);
  store.subscribe = (listener) => {
    heard.push(listener);
    return subscribe(listener);
  };
  engine.close();
  const next = await SyncEngine.open({ operationId, store, transport: network, author, timers });
  next.start();
  const comment = { id: uuid('f', 1), entity_id: task, kind: 'task.comment', payload: {} };
  const record = { ...newRecord(comment as Mutation), seq: 1, state: 'sending' as const };
  const none = { dropRows: false, changes: [], removed: [] };
  heard.at(-1)?.({ ...none, records: [record], isElsewhere: true });
  await settled();
  expect(network.waiting('apply')).toBe(1);
  next.close();
});
