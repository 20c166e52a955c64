import { describe, expect, test } from 'vitest';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone, openPhone } from './testing/phone.ts';
import { taskRow, uuid } from './testing/rows.ts';
import { settled } from './testing/timers.ts';

const task = uuid('7', 1);
const other = uuid('7', 2);
const rows = { tasks: [taskRow(task), taskRow(other)] };

const status = (phone: Phone, id = task) => phone.engine.replica.get('tasks', id)?.status;
const states = (phone: Phone) => phone.engine.replica.records.map(({ state }) => state);

describe('a bad network', () => {
  test('[K5] no answer: kept, and sent again with backoff', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.fail('apply');
    expect(phone.engine.status).toMatchObject({ phase: 'offline', waiting: 1 });
    // Half of a second, with chance at one half.
    await phone.timers.advance(499);
    expect(phone.network.waiting('apply')).toBe(0);
    await phone.timers.advance(1);
    await phone.network.fail('apply');
    await phone.timers.advance(999);
    expect(phone.network.waiting('apply')).toBe(0);
    await phone.timers.advance(1);
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('en_route');
    expect(phone.engine.status).toMatchObject({ phase: 'live', waiting: 0 });
  });

  test('[K5] the return of the network ends the wait', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    for (let failure = 0; failure < 6; failure += 1) {
      await phone.network.fail('apply');
      phone.engine.refresh();
      await settled();
      expect(phone.network.waiting('apply')).toBe(1);
    }
  });

  test('[W4] [K1] an answer that was lost does the work once', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.comment', task, { body: 'two people heard behind the wall' });
    await phone.network.loseAnswer('apply');
    await calm(phone);
    expect(phone.server.by('task_events', task)).toHaveLength(1);
    expect(phone.network.batches).toEqual([[uuid('f', 1)], [uuid('f', 1)]]);
    expect(states(phone)).toEqual([]);
  });

  test('[K3] hundreds of records go in order, a hundred at a time, one batch at once', async () => {
    const phone = await openPhone({ rows });
    await phone.network.deliver('pull');
    await phone.tap('task.comment', task, { body: '0' });
    await phone.network.fail('apply');
    const made = [uuid('f', 1)];
    for (let number = 2; number <= 250; number += 1) {
      made.push(uuid('f', number));
      await phone.engine.mutate({
        id: uuid('f', number),
        operation_id: uuid('0'),
        kind: 'task.comment',
        entity_id: task,
        base_version: 1,
        payload: { body: String(number) },
        device_at: '2024-12-08T04:00:00Z',
      });
      expect(phone.network.waiting('apply')).toBeLessThanOrEqual(1);
      if (phone.network.waiting('apply') > 0) await phone.network.fail('apply');
    }
    await calm(phone);
    expect(phone.network.batches.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(phone.network.batches.flat()).toEqual(made);
  });

  test('[K5] 401: sending stops, nothing is dropped, and goes on after the next sign-in', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.fail('apply', { type: 'unauthorized' });
    expect(phone.engine.status).toMatchObject({ phase: 'stopped', halt: 'unauthorized' });
    await phone.timers.advance(600_000);
    expect(phone.network.requests).toEqual([]);
    expect(status(phone)).toBe('en_route');
    phone.engine.start();
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('en_route');
  });

  test('an answer that is no answer counts as none', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.answerWith('apply', '<html>Sign in to the guest network</html>');
    expect(phone.engine.status).toMatchObject({ waiting: 1, phase: 'offline' });
    await calm(phone);
    expect(phone.engine.status).toMatchObject({ waiting: 0, problems: 0 });
  });

  test('what was on its way when the app was closed is sent again', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.reopen();
    expect(status(phone)).toBe('en_route');
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('en_route');
    expect(states(phone)).toEqual([]);
  });
});
