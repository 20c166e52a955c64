import { describe, expect, test } from 'vitest';
import type { Phone } from './testing/phone.ts';
import { livePhone, openPhone } from './testing/phone.ts';
import { taskRow, uuid } from './testing/rows.ts';

const task = uuid('7', 1);
const other = uuid('7', 2);
const rows = { tasks: [taskRow(task), taskRow(other)] };

const status = (phone: Phone, id = task) => phone.engine.replica.get('tasks', id)?.status;

describe('live', () => {
  test('[B4] a change that follows the cursor is applied without a pull', async () => {
    const phone = await livePhone({ rows });
    phone.server.change({ tasks: [taskRow(other, { status: 'en_route' })] });
    await phone.network.hear();
    expect(status(phone, other)).toBe('en_route');
    expect(phone.network.waiting('pull')).toBe(0);
  });

  test('[B5] a gap is pulled, and nothing older comes back', async () => {
    const phone = await livePhone({ rows });
    phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    phone.server.change({ tasks: [taskRow(other, { status: 'en_route' })] });
    phone.network.messages.shift();
    await phone.network.hear();
    expect(status(phone, other)).toBe('open');
    await phone.timers.advance(250);
    await phone.network.deliver('pull');
    expect([status(phone), status(phone, other)]).toEqual(['en_route', 'en_route']);
  });

  test('messages in the wrong order, and twice, end in the same rows without a pull', async () => {
    const phone = await livePhone({ rows });
    phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    phone.server.change({ tasks: [taskRow(task, { status: 'in_progress' })] });
    const first = phone.network.messages[0];
    await phone.network.hear(1);
    await phone.network.hear(0);
    await phone.network.tell(first);
    expect(status(phone)).toBe('in_progress');
    expect(phone.network.waiting('pull')).toBe(0);
  });

  test('[B4] a partial change is pulled by a coordinator and applied by an observer', async () => {
    const change = { tasks: [taskRow(task, { status: 'en_route' as const })] };
    const coordinator = await livePhone({ rows });
    coordinator.server.change(change, { partial: true });
    await coordinator.network.hear();
    await coordinator.timers.advance(250);
    expect(coordinator.network.waiting('pull')).toBe(1);

    const observer = await livePhone({ rows, role: 'observer' });
    observer.server.change(change, { partial: true });
    await observer.network.hear();
    await observer.timers.advance(250);
    expect(observer.network.waiting('pull')).toBe(0);
  });

  test('[B1] an observer does not ask for the restricted topic', async () => {
    const observer = await livePhone({ rows, role: 'observer' });
    expect(observer.network.topics?.restricted).toBeNull();
    const coordinator = await livePhone({ rows });
    expect(coordinator.network.topics?.restricted).toBe(`operation:${uuid('0')}:restricted`);
  });

  test('[B4] a change of another epoch is not applied', async () => {
    const phone = await livePhone({ rows });
    phone.server.epoch = 'restored';
    phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    await phone.network.hear();
    expect(status(phone)).toBe('open');
  });

  test('a live change that comes during a pull is not undone by it', async () => {
    const phone = await livePhone({ rows });
    phone.server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    phone.engine.refresh();
    const bringAnswer = phone.network.arrive('pull');
    phone.server.change({ tasks: [taskRow(task, { status: 'in_progress' })] });
    await phone.network.hear();
    await phone.network.hear();
    expect(status(phone)).toBe('open');
    await bringAnswer();
    expect(status(phone)).toBe('in_progress');
  });

  test('[B5] a pull follows every join, and every minute', async () => {
    const phone = await livePhone({ rows });
    await phone.network.join();
    expect(phone.network.waiting('pull')).toBe(1);
    await phone.network.deliver('pull');
    await phone.timers.advance(60_000);
    expect(phone.network.waiting('pull')).toBe(1);
  });

  test('a deletion takes the row from the screen', async () => {
    const phone = await livePhone({ rows });
    phone.server.delete('tasks', task);
    await phone.network.hear();
    expect(phone.engine.replica.all('tasks').map(({ id }) => id)).toEqual([other]);
  });
});

describe('a live connection that was lost', () => {
  test('[B5] is made anew as soon as the network is back', async () => {
    const phone = await livePhone({ rows });
    const { handlers } = phone.network;
    handlers?.lost();
    phone.engine.refresh();
    expect(phone.network.handlers).not.toBe(handlers);
    await phone.network.join();
    expect(phone.engine.status.phase).toBe('live');
  });

  test('is left alone while it stands, and before it was asked for', async () => {
    const phone = await livePhone({ rows });
    const { handlers } = phone.network;
    phone.engine.refresh();
    expect(phone.network.handlers).toBe(handlers);
    const fresh = await openPhone({ rows });
    fresh.engine.refresh();
    expect(fresh.network.handlers).toBeNull();
  });
});
