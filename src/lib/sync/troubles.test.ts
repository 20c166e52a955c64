/** What the simulator has found: each trouble once, at its smallest. */
import { expect, test } from 'vitest';
import { StorageError } from './storage-error.ts';
import { calm, livePhone } from './testing/phone.ts';
import { taskRow, uuid } from './testing/rows.ts';
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
