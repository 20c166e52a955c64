import { describe, expect, test } from 'vitest';
import { unsentVersion } from './layer.ts';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone, openPhone } from './testing/phone.ts';
import { settled } from './testing/timers.ts';
import { StorageError } from './storage-error.ts';
import { memberRow, taskRow, teamB, uuid } from './testing/rows.ts';

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

describe('pulling', () => {
  test('[R3] goes on page by page, and is ready at the end', async () => {
    const tasks = Array.from({ length: 7 }, (_, index) =>
      taskRow(uuid('7', index), { version: index + 1 }),
    );
    const phone = await openPhone({ rows: { tasks }, pageSize: 3 });
    let told = phone.engine.status.isReady;
    phone.engine.subscribe(() => (told = phone.engine.status.isReady));
    await phone.network.deliver('pull');
    expect(phone.engine.status.isReady).toBe(false);
    await calm(phone);
    expect(phone.engine.replica.all('tasks')).toHaveLength(7);
    expect(phone.engine.status.isReady).toBe(true);
    expect(told).toBe(true);
  });

  describe('a long pull', () => {
    const tasks = Array.from({ length: 12 }, (_, index) =>
      taskRow(uuid('7', index), { version: index + 1 }),
    );
    const open = () => openPhone({ rows: { tasks }, pageSize: 3 });

    test('[R8] asks for the next page while the one before is kept, and never for two', async () => {
      const phone = await open();
      const pages: number[] = [];
      const write = phone.store.write.bind(phone.store);
      phone.store.write = (change) => {
        if (change.changes) pages.push(phone.network.waiting('pull'));
        return write(change);
      };
      await phone.network.deliver('pull');
      expect(phone.network.waiting('pull')).toBe(1);
      await calm(phone);
      expect(pages.slice(0, 4)).toEqual([1, 1, 1, 1]);
      expect(phone.engine.replica.all('tasks')).toHaveLength(12);
    });

    test('[R8] a page that was asked for too early is followed by another pull', async () => {
      const phone = await open();
      const answer = phone.network.arrive('pull');
      await answer();
      while (phone.network.waiting('pull') > 0) {
        const last = phone.network.arrive('pull');
        // Written after the server has read its last page, heard of before that page is here.
        phone.server.change({ tasks: [taskRow(uuid('8', 1), { title: 'late' })] });
        phone.engine.refresh();
        await last();
        if (phone.engine.status.isReady) break;
      }
      expect(phone.network.waiting('pull')).toBe(1);
      await calm(phone);
      expect(phone.engine.replica.get('tasks', uuid('8', 1))?.title).toBe('late');
    });

    test('[R8] when the phone cannot keep a page, nothing of the next one is kept', async () => {
      const phone = await open();
      await phone.network.deliver('pull');
      const { cursor } = phone.engine.replica;
      const write = phone.store.write.bind(phone.store);
      phone.store.write = () => Promise.reject(new StorageError('full'));
      await phone.network.deliver('pull');
      expect(phone.engine.status.halt).toBe('storage');
      phone.store.write = write;
      while (phone.network.waiting('pull') > 0) await phone.network.deliver('pull');
      expect(phone.engine.replica.cursor).toBe(cursor);
    });

    test('[S12] tells the screens of its pages once a second, and of a tap at once', async () => {
      const phone = await open();
      const told: string[] = [];
      phone.engine.subscribe((change) => {
        if (change) told.push(change.outbox ? 'tap' : 'pages');
      });
      await phone.network.deliver('pull');
      await phone.network.deliver('pull');
      expect(told).toEqual(['pages']);
      await phone.tap('task.status', uuid('7', 0), { status: 'en_route' });
      // Kept, and on its way.
      expect(told).toEqual(['pages', 'tap', 'tap']);
      await phone.network.deliver('pull');
      expect(told).toEqual(['pages', 'tap', 'tap']);
      await phone.timers.advance(1_000);
      expect(told).toEqual(['pages', 'tap', 'tap', 'pages']);
      await calm(phone);
      expect(phone.engine.replica.all('tasks')).toHaveLength(12);
      const { length } = told;
      await phone.timers.advance(10_000);
      expect(told).toHaveLength(length);
    });
  });

  test('[R4] when the sight changes, rows go and come anew, and the outbox stays', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.fail('apply');
    phone.server.sight = 'team b';
    phone.server.change({ members: [memberRow('coordinator', teamB)] });
    phone.engine.refresh();
    await phone.network.deliver('pull');
    expect(phone.engine.replica.records).toHaveLength(1);
    expect(phone.engine.replica.author.teamId).toBe(teamB);
    expect(status(phone)).toBe('en_route');
  });

  test('[R4] after a restore, what was confirmed and may be lost is sent once more', async () => {
    const phone = await livePhone({ rows });
    const restore = phone.server.backUp();
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.deliver('apply');
    phone.network.messages = [];
    restore();
    await calm(phone);
    expect(phone.server.get('tasks', task)?.status).toBe('en_route');
    expect(states(phone)).toEqual([]);
  });

  test('[R5] who is no longer a member: rows go, records stay, nothing more is asked', async () => {
    const phone = await livePhone({ rows });
    await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.fail('apply');
    phone.server.isMember = false;
    phone.engine.refresh();
    await phone.network.deliver('pull');
    expect(phone.engine.status).toMatchObject({ phase: 'stopped', halt: 'revoked', waiting: 1 });
    expect(phone.engine.replica.all('tasks')).toEqual([]);
    await phone.network.fail('apply');
    await phone.timers.advance(600_000);
    expect(phone.network.requests).toEqual([]);
  });

  test('one corrupt row is reported and skipped, the rest of the page is kept', async () => {
    const phone = await openPhone({ rows });
    const page = phone.server.pull(null, 500) as { changes: { row: Record<string, unknown> }[] };
    const broken = page.changes.find(({ row }) => row.id === task);
    if (broken) broken.row.status = 'lost';
    await phone.network.answerWith('pull', page);
    expect(phone.engine.replica.all('tasks').map(({ id }) => id)).toEqual([other]);
    expect(phone.engine.status.damaged).toEqual([
      { type: 'damaged', table: 'tasks', id: task, field: 'status' },
    ]);
  });
});

test('a row that only this phone has comes after all the server knows, and gives way to the real one', async () => {
  const phone = await livePhone({ rows });
  const id = uuid('7', 50);
  await phone.tap('task.create', id, { kind: 'medical', title: 'Two wounded' });
  expect(phone.engine.replica.get('tasks', id)).toMatchObject({
    version: unsentVersion,
    status: 'open',
    title: 'Two wounded',
  });
  await calm(phone);
  expect(phone.engine.replica.get('tasks', id)?.version).toBe(phone.server.version);
});
