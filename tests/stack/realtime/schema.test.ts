import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from './support.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack.stop());

const sql = () => stack.db.sql;

describe('the partitions', () => {
  const days = async () =>
    (
      await sql()<{ name: string }[]>`
        select inhrelid::regclass::text as name from pg_inherits
        where inhparent = 'realtime.messages'::regclass order by 1`
    ).map(({ name }) => name);

  test('are made from yesterday to three days ahead, and dropped after three days', async () => {
    await sql()`select _realtime.keep_partitions('2030-01-10')`;
    expect(await days()).toEqual(
      expect.arrayContaining([
        'realtime.messages_2030_01_09',
        'realtime.messages_2030_01_10',
        'realtime.messages_2030_01_13',
        'realtime.messages_default',
      ]),
    );
    await sql()`select _realtime.keep_partitions('2030-01-14')`;
    const later = await days();
    expect(later).toContain('realtime.messages_2030_01_11');
    expect(later).toContain('realtime.messages_2030_01_17');
    expect(later).not.toContain('realtime.messages_2030_01_10');
    const today = new Date(stack.clock.now()).toISOString().slice(0, 10);
    await sql()`select _realtime.keep_partitions(${today}::date)`;
  });

  test('take over the rows that waited for their day', async () => {
    await sql()`
      insert into realtime.messages (topic, extension, event, payload, inserted_at)
      values ('waits', 'broadcast', 'x', '{"n": 1}', '2031-05-05 12:00')`;
    await sql()`select _realtime.keep_partitions('2031-05-05')`;
    const [row] = await sql()<{ place: string; payload: unknown }[]>`
      select tableoid::regclass::text as place, payload from realtime.messages
      where topic = 'waits'`;
    expect(row).toEqual({ place: 'realtime.messages_2031_05_05', payload: { n: 1 } });
  });
});

describe('the schema', () => {
  test('is out of reach of the API roles but for what upstream grants', async () => {
    const user = { role: 'authenticated', sub: crypto.randomUUID() } as const;
    const deny = (query: string) =>
      expect(stack.db.as(user, (tx) => tx.unsafe(query))).rejects.toThrow(/permission denied/);
    await deny(`select _realtime.authorize('[]')`);
    await deny('select _realtime.keep_partitions(current_date)');
    await deny('delete from realtime.messages');
    await deny('select from realtime.messages_default');
    await deny('create table realtime.mine ()');
  });
});
