import { describe, expect, test } from 'vitest';
import { openPhone } from './testing/phone.ts';
import { taskRow, uuid } from './testing/rows.ts';

const task = uuid('7', 1);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A phone whose clock is so far behind the server's, or ahead of it, and that has pulled once. */
const phoneBehind = async (ms: number) => {
  const phone = await openPhone({ rows: { tasks: [taskRow(task)] } });
  phone.server.now = () => phone.timers.now() + ms;
  await phone.network.deliver('pull');
  return phone;
};

describe('[K9] the clock of a phone', () => {
  test.each([
    ['is wrong where it is days behind', 3 * dayMs, 3 * dayMs],
    ['is wrong where it is days ahead', -3 * dayMs, -3 * dayMs],
    ['is right where an answer was under way for a minute', -minuteMs, 0],
    ['is wrong from two minutes on', 2 * minuteMs, 2 * minuteMs],
  ])('%s', async (_, ms, aheadMs) => {
    const { engine } = await phoneBehind(ms);
    expect(engine.status.serverAheadMs).toBe(aheadMs);
  });

  test('is right again when it was set right: every pull asks', async () => {
    const phone = await phoneBehind(3 * dayMs);
    phone.server.now = () => phone.timers.now();
    phone.engine.refresh();
    await phone.network.deliver('pull');
    expect(phone.engine.status.serverAheadMs).toBe(0);
  });

  test('does not tell when the server was heard last: the server’s does', async () => {
    const { engine, timers } = await phoneBehind(3 * dayMs);
    expect(engine.status.lastContactAt).toBe(timers.now() + 3 * dayMs);
  });

  test('does not date what is discarded: the server’s does', async () => {
    const phone = await phoneBehind(3 * dayMs);
    const key = await phone.tap('task.status', task, { status: 'en_route' });
    await phone.network.fail('apply');
    await phone.engine.discard(key, 'a slip');
    const [record] = phone.engine.replica.records;
    expect(record?.mutation.device_at).toBe(new Date(phone.timers.now() + 3 * dayMs).toISOString());
  });
});
