import { describe, expect, test } from 'vitest';
import { unsentVersion } from './layer.ts';
import { StorageError } from './storage-error.ts';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone, openPhone } from './testing/phone.ts';
import { memberRow, taskRow, teamB, uuid } from './testing/rows.ts';

const task = uuid('7', 1);
const other = uuid('7', 2);
const rows = { tasks: [taskRow(task), taskRow(other)] };

const status = (phone: Phone, id = task) => phone.engine.replica.get('tasks', id)?.status;
const states = (phone: Phone) => phone.engine.replica.records.map(({ state }) => state);

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
