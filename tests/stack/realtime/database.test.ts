import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Inbox } from './inbox.ts';
import { Stack, subscribe } from './support.ts';

type Message = {
  event: string;
  payload: Record<string, unknown>;
  meta?: { id: string; replayed?: boolean };
};
type Broadcast = {
  self?: boolean;
  replication_ready?: boolean;
  replay?: { since: number; limit?: number };
};

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start({ allowPublic: true });
});
afterAll(() => stack.stop());

async function listen(topic: string, options: { broadcast?: Broadcast; vsn?: string } = {}) {
  const { broadcast = { replication_ready: true }, vsn } = options;
  const { client } = await stack.member(topic, undefined, vsn === undefined ? {} : { vsn });
  const channel = client.channel(topic, { config: { private: true, broadcast } });
  const inbox = new Inbox<Message>();
  const system = new Inbox<{ status: string; message: string }>();
  channel
    .on('broadcast', { event: '*' }, (message: Message) => inbox.push(message))
    .on('system', {}, (message: { status: string; message: string }) => system.push(message));
  const { statuses } = subscribe(channel);
  const first = await statuses.first();
  if (broadcast.replication_ready === true) await system.first();
  return { ...first, channel, inbox, system };
}

const sql = () => stack.db.sql;

describe('the message that the database feed is ready', () => {
  test('comes to who asked for it, after the join, and to nobody else', async () => {
    const topic = crypto.randomUUID();
    const asked = await listen(topic);
    expect(asked.system.all).toEqual([
      {
        extension: 'system',
        status: 'ok',
        message: 'Replication connection established',
        channel: topic,
      },
    ]);
    const silent = await listen(topic, { broadcast: {} });
    await sql()`select realtime.send('{}', 'x', ${topic})`;
    await silent.inbox.first();
    expect(silent.system.all).toEqual([]);
    expect(stack.realtime.status().feed).toBe('ready');
  });
});

describe.each(['1.0.0', '2.0.0'])('realtime.send() to serializer %s', (vsn) => {
  test('delivers the payload with an id, and its id as meta', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic, { vsn });
    const payload = { n: 12345678901, text: 'سجن "é"', list: [true, null, { deep: [1.5] }] };
    await sql()`select realtime.send(${sql().json(payload)}, 'task.status', ${topic})`;
    const message = await inbox.first();
    expect(message).toEqual({
      type: 'broadcast',
      event: 'task.status',
      payload: { ...payload, id: message.meta?.id },
      meta: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
  });

  test('keeps the payload a payload of its own id', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic, { vsn });
    await sql()`select realtime.send('{"id": "mine"}', 'x', ${topic})`;
    expect((await inbox.first()).payload).toEqual({ id: 'mine' });
  });

  test('delivers several hundred kB', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic, { vsn });
    await sql()`
      select realtime.send(jsonb_build_object('text', repeat('ش', 300000)), 'big', ${topic})`;
    expect((await inbox.first()).payload['text']).toBe('ش'.repeat(300_000));
  });
});

describe('what is sent', () => {
  test('comes once the transaction commits, in order, and never for one that rolls back', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic);
    const undone = sql().begin(async (tx) => {
      await tx`select realtime.send('{}', 'undone', ${topic})`;
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    await sql().begin(async (tx) => {
      await tx`select realtime.send('{"n": 1}', 'kept', ${topic})`;
      await tx
        .savepoint(async (inner) => {
          await inner`select realtime.send('{}', 'undone', ${topic})`;
          throw new Error('savepoint rolled back');
        })
        .catch(() => undefined);
      await tx`select realtime.send('{"n": 2}', 'kept', ${topic})`;
    });
    await inbox.count(2);
    expect(inbox.all.map(({ event, payload }) => [event, payload['n']])).toEqual([
      ['kept', 1],
      ['kept', 2],
    ]);
  });

  test('in a large transaction comes whole and in order', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic);
    await sql()`
      select realtime.send(jsonb_build_object('n', n, 'filler', repeat('x', 2000)), 'n', ${topic})
      from generate_series(1, 5000) n`;
    await inbox.count(5_000);
    expect(inbox.all.map(({ payload }) => payload['n'])).toEqual(
      Array.from({ length: 5_000 }, (_, index) => index + 1),
    );
  });

  test('to a topic reaches that topic alone; public ones only public channels', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic);
    const anyone = (await stack.client()).channel(topic);
    const outside = new Inbox<string>();
    anyone.on('broadcast', { event: '*' }, ({ event }: { event: string }) => outside.push(event));
    await subscribe(anyone).first;
    await sql()`select realtime.send('{}', 'other', ${`${topic}:other`})`;
    await sql()`select realtime.send('{}', 'public', ${topic}, false)`;
    await sql()`select realtime.send('{}', 'private', ${topic})`;
    expect((await inbox.first()).event).toBe('private');
    expect(outside.all).toEqual(['public']);
  });

  test('as bytes comes as bytes', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic);
    await sql()`select realtime.send_binary('\\x00ff10'::bytea, 'raw', ${topic})`;
    const message = await inbox.first();
    expect(message.event).toBe('raw');
    expect(new Uint8Array(message.payload as unknown as ArrayBuffer)).toEqual(
      new Uint8Array([0, 255, 16]),
    );
  });

  test('by a member needs the right to write, and a refusal does not undo the work', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic);
    const writer = crypto.randomUUID();
    await stack.allow(writer, topic, ['broadcast_write']);
    const caller = (sub: string) => ({ role: 'authenticated', sub }) as const;
    const write = (sub: string, event: string) =>
      stack.db.as(caller(sub), (tx) => tx`select realtime.send('{}', ${event}, ${topic})`);
    await write(crypto.randomUUID(), 'not allowed');
    await write(writer, 'allowed');
    expect((await inbox.first()).event).toBe('allowed');
  });
});

describe('realtime.broadcast_changes()', () => {
  test('in a trigger tells inserts, updates and deletes as upstream does', async () => {
    const topic = crypto.randomUUID();
    const { inbox } = await listen(topic);
    await stack.db.owner
      .unsafe(
        `create table public.watched (id int primary key, name text);
         create function public.tell_watched() returns trigger language plpgsql
         security definer set search_path = '' as $$
         begin
           perform realtime.broadcast_changes(
             '${topic}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old
           );
           return null;
         end $$;
         create trigger tell after insert or update or delete on public.watched
           for each row execute function public.tell_watched();`,
      )
      .simple();
    await sql()`insert into public.watched values (1, 'a')`;
    await sql()`update public.watched set name = 'b'`;
    await sql()`delete from public.watched`;
    const messages = await inbox.count(3);
    const row = (name: string) => ({ id: 1, name });
    const table = { table: 'watched', schema: 'public' };
    expect(messages.map(({ event, payload }) => ({ event, payload }))).toEqual(
      [
        { operation: 'INSERT', record: row('a'), old_record: null },
        { operation: 'UPDATE', record: row('b'), old_record: row('a') },
        { operation: 'DELETE', record: null, old_record: row('b') },
      ].map((change) => ({
        event: change.operation,
        payload: { ...table, ...change, id: expect.any(String) as string },
      })),
    );
  });

  test('refuses a statement trigger and an unknown operation', async () => {
    const call = (operation: string, level: string) =>
      sql()`select realtime.broadcast_changes(
        't', 'e', ${operation}, 'x', 'public', row(1), row(2), ${level})`;
    await expect(call('INSERT', 'STATEMENT')).rejects.toThrow(/for each row/);
    await expect(call('TRUNCATE', 'ROW')).rejects.toThrow(/Unexpected operation type: TRUNCATE/);
  });
});

describe('the feed', () => {
  test('connects again by itself and tells the channels that asked', async () => {
    const topic = crypto.randomUUID();
    const { inbox, system } = await listen(topic);
    await sql()`
      select pg_terminate_backend(active_pid) from pg_replication_slots
      where database = current_database() and active`;
    await system.count(2);
    expect(system.all[1]?.message).toBe('Replication connection established');
    await sql()`select realtime.send('{}', 'after', ${topic})`;
    expect((await inbox.first()).event).toBe('after');
  });

  test('leaves no replication slot behind', async () => {
    const other = await Stack.start();
    const slots = () => other.db.sql`
      select from pg_replication_slots where database = current_database()`;
    const topic = crypto.randomUUID();
    const { client } = await other.member(topic);
    const channel = client.channel(topic, {
      config: { private: true, broadcast: { replication_ready: true } },
    });
    const system = new Inbox<unknown>();
    channel.on('system', {}, system.push);
    await subscribe(channel).first;
    await system.first();
    expect(await slots()).toHaveLength(1);
    await client.realtime.disconnect();
    await other.realtime.close();
    expect(await slots()).toHaveLength(0);
    await other.stop();
  });
});
