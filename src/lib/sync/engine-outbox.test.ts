import { describe, expect, test } from 'vitest';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone, openPhone } from './testing/phone.ts';
import { taskRow, uuid } from './testing/rows.ts';

const task = uuid('7', 1);
const other = uuid('7', 2);
const rows = { tasks: [taskRow(task), taskRow(other)] };

const status = (phone: Phone, id = task) => phone.engine.replica.get('tasks', id)?.status;
const states = (phone: Phone) => phone.engine.replica.records.map(({ state }) => state);

describe('a tap', () => {
  test('[K1] [K2] is in the outbox and on the screen before any network', async () => {
    const phone = await openPhone({ rows });
    await phone.network.deliver('pull');
    const id = await phone.tap('task.status', task, { status: 'en_route' });
    expect(status(phone)).toBe('en_route');
    expect((await phone.store.load()).outbox).toMatchObject([{ key: id, state: 'sending' }]);
    expect(phone.engine.status.waiting).toBe(1);
  });

  test('is sent at once', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    expect(phone.network.waiting('apply')).toBe(1);
  });

  test('[C2] names the status that its author saw', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    expect(phone.engine.replica.records[0]?.mutation).toMatchObject({
      payload: { status: 'en_route', from: 'open' },
      base_version: 1,
    });
  });
});

describe('confirmation', () => {
  test('[K4] an applied record stays over the rows until the row of its version is here', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    expect(states(phone)).toEqual(['confirmed']);
    expect(status(phone)).toBe('en_route');
    await phone.network.hear();
    expect(states(phone)).toEqual([]);
    expect(status(phone)).toBe('en_route');
  });

  test('[K4] the screen never flickers back, whichever comes first: answer, message or pull', async () => {
    for (const order of ['answer first', 'message first', 'pull first']) {
      const phone = await livePhone({ rows });
      const seen: (string | undefined)[] = [];
      await phone.tap('task.status', task, { status: 'en_route' });
      phone.engine.subscribe(() => seen.push(status(phone)));
      if (order === 'message first') {
        await phone.network.loseAnswer('apply');
        await phone.network.hear();
      } else if (order === 'pull first') {
        await phone.network.loseAnswer('apply');
        phone.network.messages = [];
        phone.engine.refresh();
        await phone.network.deliver('pull');
      }
      await calm(phone);
      expect(new Set(seen), order).toEqual(new Set(['en_route']));
      expect(states(phone), order).toEqual([]);
    }
  });

  test('[K4] what changed no row stays until a pull that began later is through', async () => {
    const phone = await livePhone({ rows });
    // Somebody else has done the same, and this phone has not heard of it.
    phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    phone.network.messages = [];
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    expect(states(phone)).toEqual(['confirmed']);
    expect(status(phone)).toBe('en_route');
    await calm(phone);
    expect(states(phone)).toEqual([]);
    expect(status(phone)).toBe('en_route');
  });

  test('[K4] a pull that had begun before does not count for it', async () => {
    const phone = await livePhone({ rows });
    phone.engine.refresh();
    const bringAnswer = phone.network.arrive('pull');
    phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    phone.network.messages = [];
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    await bringAnswer();
    expect(states(phone)).toEqual(['confirmed']);
    expect(status(phone)).toBe('en_route');
    await phone.timers.advance(2_000);
    await phone.network.deliver('pull');
    expect(states(phone)).toEqual([]);
    expect(status(phone)).toBe('en_route');
  });

  test('[K4] rows that come before their answer are not changed once more by it', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.comment', task, { body: 'noted' });
    await phone.network.loseAnswer('apply');
    phone.engine.refresh();
    await phone.network.deliver('pull');
    expect(states(phone)).toEqual(['sending']);
    expect(phone.engine.replica.by('task_events', task)).toEqual(
      phone.server.by('task_events', task),
    );
  });

  test('a confirmed row that no live message brings is pulled', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    phone.network.messages = [];
    await phone.timers.advance(2_000);
    expect(phone.network.waiting('pull')).toBe(1);
    await phone.network.deliver('pull');
    expect(states(phone)).toEqual([]);
  });
});

describe('refusals and conflicts', () => {
  test('a refused mutation holds nobody else up, and stays for its author', async () => {
    const phone = await livePhone({ rows });
    const bad = await phone.tap('task.status', uuid('7', 99), { status: 'en_route' });
    await phone.tap('task.status', other, { status: 'en_route' });
    await calm(phone);
    expect(phone.engine.replica.records).toMatchObject([
      { key: bad, state: 'refused', reason: 'not_found' },
    ]);
    expect(phone.server.get('tasks', other)?.status).toBe('en_route');
    expect(phone.engine.status).toMatchObject({ waiting: 0, problems: 1 });
  });

  test('[K4] a conflict shows what the server has, and stays until it is dismissed', async () => {
    const phone = await livePhone({ rows });
    phone.server.change({ tasks: [taskRow(task, { status: 'cancelled' })] });
    phone.network.messages = [];
    const id = await phone.tap('task.status', task, { status: 'en_route' });
    await calm(phone);
    expect(status(phone)).toBe('cancelled');
    expect(phone.engine.replica.get('tasks', task)?.needs_review).toBe(true);
    expect(phone.engine.replica.records).toMatchObject([
      { key: id, state: 'conflict', reason: 'status_changed' },
    ]);
    await phone.engine.dismiss(id);
    expect(states(phone)).toEqual([]);
  });

  test('[K4] a conflict that somebody has decided leaves the list by itself', async () => {
    const phone = await livePhone({ rows });
    phone.server.change({ tasks: [taskRow(task, { status: 'cancelled' })] });
    phone.network.messages = [];
    const id = await phone.tap('task.status', task, { status: 'en_route' });
    await calm(phone);
    const [event] = phone.server.by('task_events', task);
    if (event) phone.server.change({ task_events: [{ ...event, resolved_at: event.device_at }] });
    await calm(phone);
    expect(event?.id).toBe(id);
    expect(states(phone)).toEqual([]);
  });

  test('[K8] what was refused is not dismissed: it is discarded with a reason', async () => {
    const phone = await livePhone({ rows: { tasks: [taskRow(task, { status: 'verified' })] } });
    const id = await phone.tap('task.status', task, { status: 'en_route' });
    await calm(phone);
    await phone.engine.dismiss(id);
    expect(phone.engine.replica.records).toMatchObject([{ key: id, state: 'refused' }]);
  });

  test('only a problem can be dismissed: what waits is never dropped', async () => {
    const phone = await livePhone({ rows });
    const id = await phone.tap('task.status', task, { status: 'en_route' });
    await phone.engine.dismiss(id);
    expect(states(phone)).toEqual(['sending']);
  });

  test('[W8] a server_error waits and is sent again under the same id', async () => {
    const phone = await livePhone({ rows });
    phone.server.failOnce.add(uuid('f', 1));
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    expect(phone.engine.replica.records).toMatchObject([
      { state: 'waiting', attempts: 1, lastError: { type: 'server_error' } },
    ]);
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('en_route');
    expect(phone.network.batches).toEqual([[uuid('f', 1)], [uuid('f', 1)]]);
  });

  test('while one waits for its next attempt, later ones on the same task wait behind it', async () => {
    const phone = await livePhone({ rows });
    phone.server.failOnce.add(uuid('f', 1));
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    await phone.tap('task.status', task, { status: 'in_progress' });
    await phone.tap('task.status', other, { status: 'en_route' });
    await phone.network.deliver('apply');
    expect(phone.network.batches.at(-1)).toEqual([uuid('f', 3)]);
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('in_progress');
    expect(phone.engine.status.problems).toBe(0);
  });

  test('[W2] of a batch that is refused whole, only the one at fault is', async () => {
    const phone = await openPhone({ rows });
    await phone.network.deliver('pull');
    await phone.tap('task.comment', task, { body: 'first' });
    await phone.network.fail('apply');
    for (let number = 2; number <= 8; number += 1)
      await phone.engine.mutate({
        id: uuid('f', number),
        operation_id: uuid('0'),
        kind: 'task.comment',
        entity_id: number % 2 ? task : other,
        base_version: 1,
        payload: { body: String(number) },
        device_at: '2024-12-08T04:00:00Z',
      });
    const poison = uuid('f', 5);
    for (let round = 0; round < 30 && phone.engine.status.waiting > 0; round += 1) {
      await phone.timers.advance(60_000);
      if (phone.network.waiting('apply') === 0) continue;
      const sending = phone.engine.replica.records.filter(({ state }) => state === 'sending');
      if (sending.some(({ key }) => key === poison))
        await phone.network.fail('apply', { type: 'batch_refused', status: 413 });
      else await phone.network.deliver('apply');
    }
    expect(phone.engine.replica.records.filter(({ state }) => state === 'refused')).toMatchObject([
      { key: poison, reason: 'malformed' },
    ]);
    expect(phone.server.log.size).toBe(7);
  });
});
