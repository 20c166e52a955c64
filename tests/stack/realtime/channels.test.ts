import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { publishableKey, secretKey, Stack, subscribe } from './support.ts';

let open: Stack;
let privateOnly: Stack;
beforeAll(async () => {
  open = await Stack.start({ allowPublic: true });
  privateOnly = await Stack.start();
});
afterAll(() => Promise.all([open.stop(), privateOnly.stop()]));

const config = (more: object = {}) => ({ config: { private: false, ...more } });
const httpStatus = (url: string) =>
  new Promise<number | undefined>((done) => {
    const ws = new WebSocket(url);
    ws.once('unexpected-response', (_request, response) => {
      done(response.statusCode);
      ws.terminate();
    });
    ws.once('error', () => undefined);
  });

describe('opening a socket', () => {
  const address = (query: string) => `ws://127.0.0.1:${open.port}/realtime/v1/websocket?${query}`;

  test('needs an API key: the publishable or the secret one, or a token', async () => {
    expect(await httpStatus(address('vsn=2.0.0'))).toBe(403);
    expect(await httpStatus(address('vsn=2.0.0&apikey=sb_publishable_wrong'))).toBe(403);
    await open.raw('2.0.0', publishableKey);
    await open.raw('2.0.0', secretKey);
    await open.raw('2.0.0', await open.token(crypto.randomUUID()));
  });

  test('an expired token as API key is refused', async () => {
    const expired = await open.token(crypto.randomUUID(), { exp: 1 });
    expect(await httpStatus(address(`vsn=2.0.0&apikey=${expired}`))).toBe(403);
  });

  test('a version that the server does not speak is refused', async () => {
    expect(await httpStatus(address(`vsn=3.0.0&apikey=${publishableKey}`))).toBe(403);
  });

  test('another path is not found', async () => {
    const url = `ws://127.0.0.1:${open.port}/realtime/v1/other?apikey=${publishableKey}`;
    expect(await httpStatus(url)).toBe(404);
  });
});

describe('the second serializer', () => {
  test('answers a heartbeat', async () => {
    const socket = await open.raw();
    const reply = await socket.ask(null, '1', 'phoenix', 'heartbeat', {});
    expect(reply).toEqual({
      joinRef: null,
      ref: '1',
      topic: 'phoenix',
      event: 'phx_reply',
      payload: { status: 'ok', response: {} },
    });
  });

  test('joins and leaves: reply, then phx_close with the join_ref as ref', async () => {
    const socket = await open.raw();
    const joined = await socket.ask('7', '7', 'realtime:a', 'phx_join', config());
    expect(joined.joinRef).toBe('7');
    expect(joined.payload).toEqual({ status: 'ok', response: { postgres_changes: [] } });
    const left = await socket.ask('7', '8', 'realtime:a', 'phx_leave', {});
    expect(left.payload).toEqual({ status: 'ok', response: {} });
    const closed = await socket.messages.first(({ event }) => event === 'phx_close');
    expect(closed).toMatchObject({ joinRef: '7', ref: '7', topic: 'realtime:a' });
  });

  test('a second join of a topic closes the first', async () => {
    const socket = await open.raw();
    await socket.ask('1', '1', 'realtime:twice', 'phx_join', config());
    await socket.ask('2', '2', 'realtime:twice', 'phx_join', config());
    const closed = await socket.messages.first(({ event }) => event === 'phx_close');
    expect(closed).toMatchObject({ joinRef: '1', ref: '1' });
    const late = await socket.ask('1', '3', 'realtime:twice', 'phx_leave', {});
    expect(late.payload.status).toBe('ok');
    const still = await socket.ask('2', '4', 'realtime:twice', 'presence', { event: 'untrack' });
    expect(still.payload.status).toBe('ok');
  });

  test('a message to a topic that is not joined gets an error reply', async () => {
    const socket = await open.raw();
    const reply = await socket.ask(null, '1', 'realtime:nowhere', 'broadcast', {});
    expect(reply.payload).toEqual({ status: 'error', response: { reason: 'unmatched topic' } });
    const other = await socket.ask('2', '2', 'rooms:1', 'phx_join', {});
    expect(other.payload).toEqual({ status: 'error', response: { reason: 'unmatched topic' } });
  });

  test('leaving what is not joined is ok', async () => {
    const socket = await open.raw();
    const reply = await socket.ask(null, '1', 'realtime:nowhere', 'phx_leave', {});
    expect(reply.payload.status).toBe('ok');
  });

  test('an unknown event is passed over and the channel stays', async () => {
    const socket = await open.raw();
    await socket.ask('1', '1', 'realtime:odd', 'phx_join', config());
    socket.send(['1', '2', 'realtime:odd', 'no_such_event', {}]);
    const reply = await socket.ask('1', '3', 'realtime:odd', 'presence', { event: 'untrack' });
    expect(reply.payload.status).toBe('ok');
    expect(socket.messages.all.some(({ ref }) => ref === '2')).toBe(false);
  });
});

describe('the first serializer', () => {
  test('speaks in objects with topic, event, payload and ref, and is the standard', async () => {
    const socket = await open.raw('1.0.0');
    socket.send({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '1' });
    const reply = await socket.reply('1');
    expect(reply).toMatchObject({ topic: 'phoenix', payload: { status: 'ok', response: {} } });
    expect(Object.keys(reply).sort()).toEqual(['event', 'joinRef', 'payload', 'ref', 'topic']);
    const unnamed = await open.raw('');
    unnamed.send({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '1' });
    expect((await unnamed.reply('1')).payload.status).toBe('ok');
  });

  test('joins, broadcasts and leaves', async () => {
    const [one, two] = [await open.raw('1.0.0'), await open.raw('1.0.0')];
    for (const socket of [one, two]) {
      const join = { topic: 'realtime:v1', event: 'phx_join', payload: config(), ref: '1' };
      socket.send({ ...join, join_ref: '1' });
      expect((await socket.reply('1')).payload.status).toBe('ok');
    }
    const payload = { type: 'broadcast', event: 'x', payload: { n: 1 } };
    one.send({ topic: 'realtime:v1', event: 'broadcast', payload, ref: '2', join_ref: '1' });
    const got = await two.messages.first(({ event }) => event === 'broadcast');
    expect(got).toMatchObject({ topic: 'realtime:v1', ref: null, payload });
    one.send({ topic: 'realtime:v1', event: 'phx_leave', payload: {}, ref: '3', join_ref: '1' });
    const closed = await one.messages.first(({ event }) => event === 'phx_close');
    expect(closed.ref).toBe('1');
  });
});

describe('what may be joined', () => {
  test('public channels are refused in upstream words unless they are switched on', async () => {
    const refused = subscribe((await privateOnly.client()).channel('lobby'));
    expect(await refused.statuses.first()).toMatchObject({
      status: 'CHANNEL_ERROR',
      reason: 'PrivateOnly: This project only allows private channels',
    });
    expect(await subscribe((await open.client()).channel('lobby')).first).toBe('SUBSCRIBED');
  });

  test('a topic needs a name', async () => {
    const socket = await open.raw();
    const reply = await socket.ask('1', '1', 'realtime:', 'phx_join', config());
    expect(reply.payload.response?.reason).toBe('TopicNameRequired: You must provide a topic name');
  });

  test('a join that asks for postgres_changes is told that there are none', async () => {
    const channel = (await open.client())
      .channel('changes')
      .on('postgres_changes', { event: '*', schema: 'public' }, () => undefined);
    const { reason, status } = await subscribe(channel).statuses.first();
    expect(status).toBe('CHANNEL_ERROR');
    expect(reason).toContain('does not offer postgres_changes');
  });

  test('a bad token is refused, each fault in upstream words', async () => {
    const socket = await open.raw();
    const now = Math.floor(open.clock.now() / 1000);
    const id = crypto.randomUUID();
    const good = await open.token(id);
    const faults: [string, RegExp][] = [
      ['no token', /^MalformedJWT: The token provided is not a valid JWT$/],
      [`${good.slice(0, -4)}AAAA`, /^JwtSignatureError: Failed to validate JWT signature$/],
      [
        await open.token(id, { exp: now - 100 }),
        /^InvalidJWTToken: Token has expired 10[0-9] seconds ago$/,
      ],
      [
        await open.token(id, { role: undefined }),
        /^InvalidJWTToken: Fields `role` and `exp` are required in JWT$/,
      ],
    ];
    for (const [index, [token, expected]] of faults.entries()) {
      const ref = String(index + 1);
      const payload = { ...config(), access_token: token };
      const reply = await socket.ask(ref, ref, `realtime:bad${ref}`, 'phx_join', payload);
      expect(reply.payload.status).toBe('error');
      expect(reply.payload.response?.reason).toMatch(expected);
    }
  });

  test('more than a hundred channels on one socket are refused', async () => {
    const socket = await open.raw();
    for (let index = 1; index <= 100; index += 1) {
      socket.send([`${index}`, `${index}`, `realtime:many${index}`, 'phx_join', config()]);
    }
    await Promise.all(Array.from({ length: 100 }, (_, index) => socket.reply(String(index + 1))));
    const reply = await socket.ask('101', '101', 'realtime:many101', 'phx_join', config());
    expect(reply.payload.response?.reason).toBe('ChannelRateLimitReached: Too many channels');
  });

  test('the status counts sockets and channels', async () => {
    const { sockets, channels } = open.realtime.status();
    const socket = await open.raw();
    await socket.ask('1', '1', 'realtime:counted', 'phx_join', config());
    expect(open.realtime.status()).toMatchObject({
      sockets: sockets + 1,
      channels: channels + 1,
    });
    await socket.ask('1', '2', 'realtime:counted', 'phx_leave', {});
    expect(open.realtime.status().channels).toBe(channels);
  });
});

describe('silence', () => {
  test('a socket without a heartbeat for a minute is closed', async () => {
    const socket = await open.raw();
    open.clock.advance(100_000);
    await socket.closed;
    await open.raw();
  });
});
