import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RawSocket } from './raw-socket.ts';
import { publishableKey, Stack } from './support.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start({ allowPublic: true });
});
afterAll(() => stack.stop());

const config = { config: {} };
const alive = async (socket: RawSocket, ref = 'alive') => {
  const reply = await socket.ask(null, ref, 'phoenix', 'heartbeat', {});
  expect(reply.payload.status).toBe('ok');
};

describe('malformed frames get an error reply and the socket stays', () => {
  const kind3 = (...sizes: number[]) => Buffer.from([3, ...sizes]);
  test.each<[string, string | Buffer]>([
    ['no JSON', '{'],
    ['no array', '{"topic": "x"}'],
    ['a short array', '["1", "2", "realtime:x"]'],
    ['null', 'null'],
    ['a topic that is no string', '["1", "1", 7, "phx_join", {}]'],
    ['an event that is no string', '["1", "1", "realtime:x", null, {}]'],
    ['nothing', ''],
    ['an empty binary frame', Buffer.alloc(0)],
    ['a binary frame of no known kind', Buffer.from([9, 1, 2, 3])],
    ['a binary frame that ends in its sizes', kind3(1, 1)],
    ['a binary frame that ends in its texts', kind3(255, 255, 255, 255, 255, 1)],
    [
      'a binary frame whose JSON is none',
      Buffer.concat([kind3(0, 0, 1, 1, 0, 1), Buffer.from('te{')]),
    ],
    ['a push in binary that ends early', Buffer.from([0, 9, 9])],
  ])('%s', async (_name, frame) => {
    const socket = await stack.raw();
    socket.send(frame);
    const reply = await socket.messages.first(({ event }) => event === 'phx_reply');
    expect(reply.payload.status).toBe('error');
    expect(reply.payload.response?.reason).toMatch(/^MalformedWebSocketMessage: /);
    await alive(socket);
  });

  test('in the first serializer too', async () => {
    const socket = await stack.raw('1.0.0');
    for (const frame of ['[', '[]', '{"topic": "phoenix"}', '"text"']) socket.send(frame);
    await socket.messages.count(4);
    expect(socket.messages.all.every(({ payload }) => payload.status === 'error')).toBe(true);
    socket.send({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '9' });
    expect((await socket.reply('9')).payload.status).toBe('ok');
  });

  test('odd payloads of every event leave the channel in order', async () => {
    const socket = await stack.raw();
    let ref = 0;
    for (const payload of [null, 7, 'text', [], { config: 7 }, { config: { presence: [] } }]) {
      ref += 1;
      const joined = await socket.ask(`${ref}`, `${ref}`, 'realtime:odd', 'phx_join', payload);
      expect(joined.payload.status).toBe('ok');
    }
    for (const event of ['broadcast', 'presence', 'access_token', 'phx_reply', 'phx_close']) {
      for (const payload of [null, 7, 'text', [], { event: 7 }, { payload: [] }]) {
        socket.send([`${ref}`, `odd`, 'realtime:odd', event, payload]);
      }
    }
    await alive(socket);
    const reply = await socket.ask(`${ref}`, 'last', 'realtime:odd', 'presence', {
      event: 'untrack',
    });
    expect(reply.payload.status).toBe('ok');
  });

  test('a frame that breaks the WebSocket protocol closes that socket alone', async () => {
    const [bad, good] = [await stack.raw(), await stack.raw()];
    const { _socket: tcp } = bad.ws as unknown as { _socket: NodeJS.WritableStream };
    tcp.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect(await bad.closed).toBe(1002);
    await alive(good);
  });

  test.each([
    ['a handshake without a key', `/realtime/v1/websocket?apikey=${publishableKey}`],
    ['an address that is none', '//'],
    ['an address with broken escapes', '/realtime/v1/websocket?apikey=%E0%A4%A'],
  ])('%s leaves the server unharmed', async (_name, path) => {
    const socket = connect(stack.port, '127.0.0.1');
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: x\r\n` +
        'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: no\r\n\r\n',
    );
    await new Promise((done) => socket.once('close', done).resume());
    await alive(await stack.raw());
  });

  test('a broadcast that is no map gets an error reply and reaches nobody', async () => {
    const [sender, reader] = [await stack.raw(), await stack.raw()];
    for (const socket of [sender, reader]) {
      await socket.ask('1', '1', 'realtime:map', 'phx_join', config);
    }
    const refused = await sender.ask('1', '2', 'realtime:map', 'broadcast', null);
    expect(refused.payload.response?.reason).toBe('Broadcast payload must be a map');
    sender.send(['1', '3', 'realtime:map', 'broadcast', { event: 'x' }]);
    const got = await reader.messages.first(({ event }) => event === 'broadcast');
    expect(got.payload).toEqual({ event: 'x' });
  });
});

describe('oversized frames', () => {
  const big = 'x'.repeat(3_100_000);

  test('get an error reply, and the channel stays', async () => {
    const socket = await stack.raw();
    await socket.ask('1', '1', 'realtime:big', 'phx_join', config);
    const payload = { type: 'broadcast', event: 'x', payload: { big } };
    const reply = await socket.ask('1', '2', 'realtime:big', 'broadcast', payload);
    expect(reply).toMatchObject({
      topic: 'realtime:big',
      payload: { status: 'error', response: { reason: 'payload_size_exceeded' } },
    });
    await alive(socket);
  });

  test('also in the first serializer, wherever the ref stands', async () => {
    const socket = await stack.raw('1.0.0');
    const payload = { event: 'x', payload: { big } };
    socket.send({ topic: 'realtime:x', event: 'broadcast', payload, ref: '5' });
    expect((await socket.reply('5')).payload.status).toBe('error');
    socket.send({ ref: '6', topic: 'realtime:x', event: 'broadcast', payload });
    expect((await socket.reply('6')).payload.status).toBe('error');
  });

  test('also in binary', async () => {
    const socket = await stack.raw();
    const [ref, topic] = ['7', 'realtime:big'];
    const header = [3, 1, ref.length, topic.length, 1, 0, 0];
    socket.send(
      Buffer.concat([
        Buffer.from(header),
        Buffer.from(`1${ref}${topic}e`),
        Buffer.alloc(3_100_000),
      ]),
    );
    expect((await socket.reply('7')).payload.response?.reason).toBe('payload_size_exceeded');
  });

  test('beyond 8 MB close the connection with 1009, and the server goes on', async () => {
    const socket = await stack.raw();
    socket.send(['1', '1', 'realtime:x', 'broadcast', { text: 'x'.repeat(9_000_000) }]);
    expect(await socket.closed).toBe(1009);
    await alive(await stack.raw());
  });
});

describe('too much', () => {
  test('of messages ends the channels of that socket in upstream words', async () => {
    const socket = await stack.raw();
    await socket.ask('1', '1', 'realtime:flood', 'phx_join', config);
    for (let n = 0; n < 20_000; n += 1) {
      socket.send(['1', null, 'realtime:flood', 'broadcast', {}]);
    }
    const system = await socket.messages.first(({ event }) => event === 'system');
    expect(system.payload).toMatchObject({
      status: 'error',
      message: 'Too many messages per second',
    });
    await socket.messages.first(({ event }) => event === 'phx_close');
  });

  test('for a reader who does not read ends that reader; the others miss nothing', async () => {
    const topic = crypto.randomUUID();
    const [slow, quick, sender] = [await stack.raw(), await stack.raw(), await stack.raw()];
    for (const socket of [slow, quick, sender]) {
      await socket.ask('1', '1', `realtime:${topic}`, 'phx_join', config);
    }
    slow.ws.pause();
    const text = 'x'.repeat(1_000_000);
    for (let n = 1; n <= 30; n += 1) {
      const payload = { type: 'broadcast', event: 'x', payload: { n, text } };
      sender.send(['1', null, `realtime:${topic}`, 'broadcast', payload]);
      await quick.messages.first(
        ({ event, payload: got }) =>
          event === 'broadcast' && (got['payload'] as { n: number }).n === n,
      );
    }
    expect(stack.logged).toContain('A reader did not keep up; its connection was closed');
    slow.ws.resume();
    expect(await slow.closed).toBe(1006);
    await alive(quick);
    await alive(sender);
  });

  test('from the database for a slow reader does not hold up the others', async () => {
    const topic = crypto.randomUUID();
    const sockets = [await stack.raw(), await stack.raw()];
    for (const socket of sockets) {
      const { token } = await stack.member(topic);
      const payload = { access_token: token, config: { private: true } };
      await socket.ask('1', '1', `realtime:${topic}`, 'phx_join', payload);
    }
    const [slow, quick] = sockets as [RawSocket, RawSocket];
    slow.ws.pause();
    await stack.db.sql`
      select realtime.send(jsonb_build_object('n', n, 'text', repeat('x', 20000)), 'n', ${topic})
      from generate_series(1, 1500) n`;
    await quick.messages.first(
      ({ event, payload }) =>
        event === 'broadcast' && (payload['payload'] as { n: number }).n === 1500,
    );
    expect(quick.messages.all.filter(({ event }) => event === 'broadcast')).toHaveLength(1500);
    slow.ws.resume();
    expect(await slow.closed).toBe(1006);
  });
});
