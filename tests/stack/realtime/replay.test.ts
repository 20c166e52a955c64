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

describe('replay on a join', () => {
  /** Sends and waits until the feed has passed it on: it will not come live to who joins later. */
  async function send(topic: string, count: number) {
    const { inbox, channel } = await listen(topic);
    await sql()`
      select realtime.send(jsonb_build_object('n', n), 'n', ${topic})
      from generate_series(1, ${count}::int) n`;
    await inbox.count(count);
    await channel.unsubscribe();
  }
  const numbers = (inbox: Inbox<Message>) => inbox.all.map(({ payload }) => payload['n']);

  test.each(['1.0.0', '2.0.0'])(
    'brings the latest stored broadcasts, oldest first, marked as replayed (%s)',
    async (vsn) => {
      const topic = crypto.randomUUID();
      await send(topic, 8);
      const { inbox } = await listen(topic, { broadcast: { replay: { since: 0, limit: 3 } }, vsn });
      await inbox.count(3);
      await sql()`select realtime.send('{"n": 9}', 'n', ${topic})`;
      await inbox.count(4);
      expect(numbers(inbox)).toEqual([6, 7, 8, 9]);
      expect(inbox.all.map(({ meta }) => meta?.replayed)).toEqual([true, true, true, undefined]);
      expect(inbox.all[0]?.meta?.id).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('brings ten where no limit is named and never more than twenty-five', async () => {
    const topic = crypto.randomUUID();
    await send(topic, 30);
    const standard = await listen(topic, { broadcast: { replay: { since: 0 } } });
    const most = await listen(topic, { broadcast: { replay: { since: 0, limit: 1000 } } });
    await standard.inbox.count(10);
    await most.inbox.count(25);
    await sql()`select realtime.send('{"n": "end"}', 'n', ${topic})`;
    await Promise.all(
      [standard, most].map(({ inbox }) => inbox.first(({ payload }) => payload['n'] === 'end')),
    );
    expect(standard.inbox.all).toHaveLength(11);
    expect(most.inbox.all).toHaveLength(26);
  });

  test('brings nothing from before `since`', async () => {
    const topic = crypto.randomUUID();
    const before = await listen(topic);
    await sql()`
      insert into realtime.messages (topic, extension, event, payload, private, inserted_at)
      values (${topic}, 'broadcast', 'n', '{"n": "old"}', true, now() - interval '1 hour'),
             (${topic}, 'broadcast', 'n', '{"n": "new"}', true, now() - interval '1 minute'),
             (${topic}, 'broadcast', 'n', '{"n": "public"}', false, now())`;
    await before.inbox.count(2);
    const since = Date.now() - 600_000;
    const { inbox } = await listen(topic, { broadcast: { replay: { since } } });
    await sql()`select realtime.send('{"n": "end"}', 'n', ${topic})`;
    await inbox.first(({ payload }) => payload['n'] === 'end');
    expect(numbers(inbox).filter((n) => n !== 'end')).toEqual(['new']);
  });

  test('is refused with params that cannot be read, and on public channels', async () => {
    const topic = crypto.randomUUID();
    const { token } = await stack.member(topic);
    const socket = await stack.raw();
    const ask = (ref: string, isPrivate: boolean, replay: unknown) =>
      socket.ask(ref, ref, `realtime:${topic}`, 'phx_join', {
        access_token: token,
        config: { private: isPrivate, broadcast: { replay } },
      });
    const odd = await ask('1', true, { since: 'yesterday' });
    expect(odd.payload.response?.reason).toBe(
      'UnableToReplayMessages: Replay params are not valid',
    );
    const open = await ask('2', false, { since: 0 });
    expect(open.payload.response?.reason).toBe(
      'UnableToReplayMessages: Replay is not allowed for public channels',
    );
  });

  test('loses and repeats nothing that is sent while the join is under way', async () => {
    const topic = crypto.randomUUID();
    const { token } = await stack.member(topic);
    const last = 25;
    const sent = (async () => {
      for (let n = 1; n <= last; n += 1) {
        await sql()`select realtime.send(${sql().json({ n })}, 'n', ${topic})`;
      }
    })();
    const socket = await stack.raw();
    const config = { private: true, broadcast: { replay: { since: 0, limit: 25 } } };
    await socket.ask('1', '1', `realtime:${topic}`, 'phx_join', { access_token: token, config });
    await sent;
    const of = ({ payload }: { payload: Record<string, unknown> }) =>
      payload['payload'] as { n: number };
    await socket.messages.first(
      (message) => message.event === 'broadcast' && of(message).n === last,
    );
    const got = socket.messages.all
      .filter(({ event }) => event === 'broadcast')
      .map((message) => of(message).n);
    expect(got).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  });
});
