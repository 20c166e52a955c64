import type { RealtimeChannel } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Inbox } from './inbox.ts';
import { all, secretKey, Stack, subscribe } from './support.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack.stop());

type System = { status: string; message: string; channel: string };

/** Subscribes to a private channel and gathers what comes. */
async function join(channel: RealtimeChannel) {
  const inbox = new Inbox<string>();
  const system = new Inbox<System>();
  channel
    .on('broadcast', { event: '*' }, (message: { event: string }) => inbox.push(message.event))
    .on('system', {}, (message: System) => system.push(message));
  const { statuses } = subscribe(channel);
  const { status, reason } = await statuses.first();
  return { channel, inbox, system, statuses, status, reason };
}

const isPrivate = { config: { private: true } };
const send = (topic: string, event: string) =>
  stack.db.sql`select realtime.send('{}', ${event}, ${topic})`;

describe('who may join a private channel', () => {
  test('who may read it, and nobody else', async () => {
    const topic = crypto.randomUUID();
    const member = await stack.member(topic);
    const stranger = await stack.member('another topic');
    expect((await join(member.client.channel(topic, isPrivate))).status).toBe('SUBSCRIBED');
    expect(await join(stranger.client.channel(topic, isPrivate))).toMatchObject({
      status: 'CHANNEL_ERROR',
      reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    });
  });

  test('not someone who is not signed in', async () => {
    const anyone = await stack.client();
    const { status } = await join(anyone.channel('members only', isPrivate));
    expect(status).toBe('CHANNEL_ERROR');
  });

  test('not who may write alone', async () => {
    const topic = crypto.randomUUID();
    const writer = await stack.member(topic, ['broadcast_write', 'presence_write']);
    expect((await join(writer.client.channel(topic, isPrivate))).status).toBe('CHANNEL_ERROR');
  });

  test('the secret key, for which RLS does not count', async () => {
    const server = await stack.client(undefined, { key: secretKey });
    expect((await join(server.channel('any topic', isPrivate))).status).toBe('SUBSCRIBED');
  });

  test('nobody whose policy fails, and the others are not harmed by it', async () => {
    const topic = `it's "odd" % \\ ${crypto.randomUUID()}`;
    await stack.db.owner`
      create policy "breaks on one topic" on realtime.messages as restrictive
      for select to authenticated using (realtime.topic() <> 'broken' or 1 / (length(realtime.topic()) - 6) = 1)`;
    const member = await stack.member(topic);
    const [broken, whole] = await Promise.all([
      join(member.client.channel('broken', isPrivate)),
      join(member.client.channel(topic, isPrivate)),
    ]);
    expect(broken.status).toBe('CHANNEL_ERROR');
    expect(whole.status).toBe('SUBSCRIBED');
  });
});

describe('reading and writing broadcasts', () => {
  test('are decided apart: who may not write is not heard', async () => {
    const topic = crypto.randomUUID();
    const [reader, writer] = [
      await stack.member(topic, ['broadcast_read']),
      await stack.member(topic, ['broadcast_read', 'broadcast_write']),
    ];
    const [from, to] = [
      await join(reader.client.channel(topic, isPrivate)),
      await join(writer.client.channel(topic, isPrivate)),
    ];
    await from.channel.send({ type: 'broadcast', event: 'not allowed', payload: {} });
    await to.channel.send({ type: 'broadcast', event: 'allowed', payload: {} });
    expect(await from.inbox.first()).toBe('allowed');
    await send(topic, 'last');
    await to.inbox.first((event) => event === 'last');
    expect(to.inbox.all).toEqual(['last']);
  });

  test('a channel joined for presence alone hears no broadcast', async () => {
    const topic = crypto.randomUUID();
    const [deaf, hears] = [
      await stack.member(topic, ['presence_read', 'presence_write']),
      await stack.member(topic),
    ];
    const config = { config: { private: true, presence: { enabled: true } } };
    const [one, two] = [
      await join(deaf.client.channel(topic, config)),
      await join(hears.client.channel(topic, isPrivate)),
    ];
    expect(one.status).toBe('SUBSCRIBED');
    await send(topic, 'x');
    await two.inbox.first();
    expect(await one.channel.track({})).toBe('ok');
    expect(one.inbox.all).toEqual([]);
  });
});

describe('a member who is deactivated', () => {
  test('is cut off at the next look at the policies, within 5 seconds', async () => {
    const topic = crypto.randomUUID();
    const [gone, stays] = [await stack.member(topic), await stack.member(topic)];
    const [cut, kept] = [
      await join(gone.client.channel(topic, isPrivate)),
      await join(stays.client.channel(topic, isPrivate)),
    ];
    await stack.allow(gone.id, topic, []);
    stack.clock.advance(5_000);
    await cut.statuses.first(({ status }) => status === 'CLOSED');
    expect(await cut.system.first()).toMatchObject({
      status: 'error',
      message: `You no longer have permission to read from this Channel topic: ${topic}`,
      channel: topic,
    });
    await send(topic, 'after');
    expect(await kept.inbox.first()).toBe('after');
    expect(cut.inbox.all).toEqual([]);
  });

  test('is cut off by real time too', async () => {
    const topic = crypto.randomUUID();
    const gone = await stack.member(topic);
    const cut = await join(gone.client.channel(topic, isPrivate));
    const before = performance.now();
    await stack.allow(gone.id, topic, []);
    await cut.statuses.first(({ status }) => status === 'CLOSED');
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  test('is looked at once when the database says so on daylight_access', async () => {
    const topic = crypto.randomUUID();
    const gone = await stack.member(topic);
    const cut = await join(gone.client.channel(topic, isPrivate));
    await stack.db.sql.begin(async (tx) => {
      await tx`update public.test_rights set rights = '{}' where user_id = ${gone.id}`;
      await tx`select pg_notify('daylight_access', ${gone.id})`;
    });
    await cut.statuses.first(({ status }) => status === 'CLOSED');
  });

  test('loses the right to write without losing the channel', async () => {
    const topic = crypto.randomUUID();
    const [muted, listener, gone] = [
      await stack.member(topic),
      await stack.member(topic),
      await stack.member(topic),
    ];
    const [from, to, cut] = [
      await join(muted.client.channel(topic, isPrivate)),
      await join(listener.client.channel(topic, isPrivate)),
      await join(gone.client.channel(topic, isPrivate)),
    ];
    await from.channel.send({ type: 'broadcast', event: 'before', payload: {} });
    await to.inbox.first();
    await stack.db.sql`
      update public.test_rights
      set rights = case user_id when ${muted.id} then '{broadcast_read}'::text[] else '{}' end
      where topic = ${topic} and user_id in (${muted.id}, ${gone.id})`;
    // The end of the one tells that the look has been at the other too.
    await cut.statuses.first(({ status }) => status === 'CLOSED');
    await from.channel.send({ type: 'broadcast', event: 'after', payload: {} });
    await send(topic, 'last');
    await from.inbox.first((event) => event === 'last');
    await to.inbox.first((event) => event === 'last');
    expect(to.inbox.all).toEqual(['before', 'last']);
  });

  test('disconnectUser ends the channels at once and refuses the tokens from before', async () => {
    const topic = crypto.randomUUID();
    const gone = await stack.member(topic);
    const cut = await join(gone.client.channel(topic, isPrivate));
    stack.clock.advance(1_000);
    stack.realtime.disconnectUser(gone.id);
    await cut.statuses.first(({ status }) => status === 'CLOSED');
    const again = await join((await stack.client(gone.token)).channel(topic, isPrivate));
    expect(again.status).toBe('CHANNEL_ERROR');
    const newer = await stack.client(await stack.token(gone.id));
    expect((await join(newer.channel(topic, isPrivate))).status).toBe('SUBSCRIBED');
  });
});

describe('a token', () => {
  const now = () => Math.floor(stack.clock.now() / 1000);

  test('that expires ends its channels in the same second', async () => {
    const topic = crypto.randomUUID();
    const { id } = await stack.member(topic);
    const token = await stack.token(id, { exp: now() + 30 });
    const member = await join((await stack.client(token)).channel(topic, isPrivate));
    stack.clock.advance(27_000);
    await send(topic, 'still here');
    await member.inbox.first();
    stack.clock.advance(4_000);
    await member.statuses.first(({ status }) => status === 'CLOSED');
    expect((await member.system.first()).message).toMatch(/^Token has expired [01] seconds ago$/);
  });

  test('that is refreshed in time keeps them open', async () => {
    const topic = crypto.randomUUID();
    const { id } = await stack.member(topic);
    const client = await stack.client();
    await client.realtime.setAuth(await stack.token(id, { exp: now() + 10 }));
    const member = await join(client.channel(topic, isPrivate));
    await client.realtime.setAuth(await stack.token(id, { exp: now() + 600 }));
    // A message on the same channel is answered after the refresh.
    expect(await member.channel.track({})).toBe('ok');
    stack.clock.advance(30_000);
    await send(topic, 'still here');
    expect(await member.inbox.first()).toBe('still here');
  });

  test('refreshed to one that may not read ends the channel', async () => {
    const topic = crypto.randomUUID();
    const { id } = await stack.member(topic);
    const client = await stack.client();
    await client.realtime.setAuth(await stack.token(id));
    const member = await join(client.channel(topic, isPrivate));
    await client.realtime.setAuth(await stack.token(crypto.randomUUID()));
    expect((await member.system.first()).message).toBe(
      `You no longer have permission to read from this Channel topic: ${topic}`,
    );
    await member.statuses.first(({ status }) => status === 'CLOSED');
  });

  test('refreshed to nonsense or to an expired one ends the channel', async () => {
    const topic = crypto.randomUUID();
    const { id } = await stack.member(topic);
    const faults: [string, RegExp][] = [
      ['nonsense', /^The token provided is not a valid JWT$/],
      [await stack.token(id, { exp: now() - 10 }), /^Token has expired 1[01] seconds ago$/],
    ];
    for (const [bad, message] of faults) {
      const socket = await stack.raw();
      const payload = { config: { private: true }, access_token: await stack.token(id) };
      const joined = await socket.ask('1', '1', `realtime:${topic}`, 'phx_join', payload);
      expect(joined.payload.status).toBe('ok');
      socket.send(['1', '2', `realtime:${topic}`, 'access_token', { access_token: bad }]);
      const system = await socket.messages.first(({ event }) => event === 'system');
      expect(system.payload['message']).toMatch(message);
      await socket.messages.first(({ event }) => event === 'phx_close');
    }
  });

  test('an API key or no token in a refresh changes nothing', async () => {
    const topic = crypto.randomUUID();
    const { token } = await stack.member(topic);
    const socket = await stack.raw();
    const payload = { config: { private: true }, access_token: token };
    await socket.ask('1', '1', `realtime:${topic}`, 'phx_join', payload);
    for (const odd of [{ access_token: 'sb_publishable_x' }, { access_token: null }, {}, null]) {
      socket.send(['1', '2', `realtime:${topic}`, 'access_token', odd]);
    }
    const untrack = { event: 'untrack' };
    const reply = await socket.ask('1', '3', `realtime:${topic}`, 'presence', untrack);
    expect(reply.payload.status).toBe('ok');
  });
});

describe('many members at once', () => {
  test('five hundred join together, and one look cuts off all who may not read', async () => {
    const topic = crypto.randomUUID();
    const ids = Array.from({ length: 500 }, () => crypto.randomUUID());
    await stack.db.sql`
      insert into public.test_rights select id, ${topic}, ${all} from unnest(${ids}::uuid[]) id`;
    const sockets = await Promise.all(
      ids.map(async (id) => {
        const socket = await stack.raw();
        const payload = { config: { private: true }, access_token: await stack.token(id) };
        socket.send(['1', '1', `realtime:${topic}`, 'phx_join', payload]);
        return socket;
      }),
    );
    const replies = await Promise.all(sockets.map((socket) => socket.reply('1')));
    expect(replies.filter(({ payload }) => payload.status === 'ok')).toHaveLength(500);
    await stack.db.sql`update public.test_rights set rights = '{}' where topic = ${topic}`;
    stack.clock.advance(5_000);
    await Promise.all(
      sockets.map((socket) => socket.messages.first(({ event }) => event === 'phx_close')),
    );
    for (const socket of sockets) socket.ws.terminate();
  });
});
