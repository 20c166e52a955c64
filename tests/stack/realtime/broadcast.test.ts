import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Inbox } from './inbox.ts';
import { publishableKey, secretKey, Stack, subscribe } from './support.ts';

type Message = { event: string; payload: Record<string, unknown>; meta?: unknown };

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start({ allowPublic: true });
});
afterAll(() => stack.stop());

async function join(
  topic: string,
  { vsn, broadcast = {} }: { vsn?: string; broadcast?: { self?: boolean; ack?: boolean } } = {},
) {
  const client = await stack.client(undefined, vsn === undefined ? {} : { vsn });
  const channel = client.channel(topic, { config: { broadcast } });
  const inbox = new Inbox<Message>();
  channel.on('broadcast', { event: '*' }, (message: Message) => inbox.push(message));
  expect(await subscribe(channel).first).toBe('SUBSCRIBED');
  return { channel, inbox };
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${stack.url}/realtime/v1${path}`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe.each([
  ['1.0.0', '1.0.0'],
  ['2.0.0', '2.0.0'],
  ['1.0.0', '2.0.0'],
  ['2.0.0', '1.0.0'],
])('from serializer %s to %s', (from, to) => {
  test('a broadcast reaches the others, in order, and not its sender', async () => {
    const topic = crypto.randomUUID();
    const sender = await join(topic, { vsn: from });
    const reader = await join(topic, { vsn: to });
    for (let n = 1; n <= 20; n += 1) {
      const payload = { n, text: 'غرفة é "quoted"', nested: { list: [1, null] } };
      await sender.channel.send({ type: 'broadcast', event: `move ${n}`, payload });
    }
    await reader.inbox.count(20);
    expect(reader.inbox.all.map(({ payload }) => payload['n'])).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(reader.inbox.all[0]).toMatchObject({
      type: 'broadcast',
      event: 'move 1',
      payload: { text: 'غرفة é "quoted"', nested: { list: [1, null] } },
    });
    expect(sender.inbox.all).toEqual([]);
  });

  test('with self it reaches the sender too', async () => {
    const topic = crypto.randomUUID();
    const sender = await join(topic, { vsn: from, broadcast: { self: true } });
    await sender.channel.send({ type: 'broadcast', event: 'x', payload: { a: 1 } });
    expect((await sender.inbox.first()).payload).toEqual({ a: 1 });
  });

  test('with ack the sender is told', async () => {
    const sender = await join(crypto.randomUUID(), { vsn: from, broadcast: { ack: true } });
    expect(await sender.channel.send({ type: 'broadcast', event: 'x', payload: {} })).toBe('ok');
  });
});

describe('binary payloads', () => {
  test('reach readers of the second serializer as bytes and the first not at all', async () => {
    const topic = crypto.randomUUID();
    const sender = await join(topic);
    const reader = await join(topic);
    const older = await join(topic, { vsn: '1.0.0' });
    const bytes = new Uint8Array([0, 1, 254, 255]).buffer;
    await sender.channel.send({ type: 'broadcast', event: 'raw', payload: bytes });
    await sender.channel.send({ type: 'broadcast', event: 'text', payload: { a: 1 } });
    const message = await reader.inbox.first();
    expect(message.event).toBe('raw');
    expect(new Uint8Array(message.payload as unknown as ArrayBuffer)).toEqual(
      new Uint8Array([0, 1, 254, 255]),
    );
    expect((await older.inbox.first()).event).toBe('text');
  });
});

describe('public and private channels of one name', () => {
  test('are two topics', async () => {
    const topic = crypto.randomUUID();
    const member = await stack.member(topic);
    const channel = member.client.channel(topic, { config: { private: true } });
    const inbox = new Inbox<Message>();
    channel.on('broadcast', { event: '*' }, (message: Message) => inbox.push(message));
    expect(await subscribe(channel).first).toBe('SUBSCRIBED');
    const anyone = await join(topic, { broadcast: { ack: true } });
    await anyone.channel.send({ type: 'broadcast', event: 'public', payload: {} });
    await post(
      '/api/broadcast',
      {
        messages: [
          { topic, event: 'public', payload: {} },
          { topic, event: 'private', payload: {}, private: true },
        ],
      },
      { apikey: secretKey },
    );
    expect((await inbox.first()).event).toBe('private');
    expect(inbox.all).toHaveLength(1);
    expect(anyone.inbox.all.map(({ event }) => event)).not.toContain('private');
  });
});

describe('POST /api/broadcast', () => {
  test('sends a batch in order and answers 202', async () => {
    const topic = crypto.randomUUID();
    const reader = await join(topic);
    const messages = [1, 2, 3].map((n) => ({ topic, event: 'n', payload: { n } }));
    const response = await post('/api/broadcast', { messages });
    expect(response.status).toBe(202);
    await reader.inbox.count(3);
    expect(reader.inbox.all.map(({ payload }) => payload['n'])).toEqual([1, 2, 3]);
  });

  test('serves a channel that sends before it has joined, as supabase-js does', async () => {
    const topic = crypto.randomUUID();
    const reader = await join(topic);
    const channel = (await stack.client()).channel(topic);
    const sent = await channel.send({ type: 'broadcast', event: 'early', payload: { a: 1 } });
    expect(sent).toBe('ok');
    expect(await reader.inbox.first()).toMatchObject({ event: 'early', payload: { a: 1 } });
  });

  test('one message by its path, JSON and bytes, as httpSend does', async () => {
    const topic = `room/${crypto.randomUUID()} ü`;
    const reader = await join(topic);
    const channel = (await stack.client()).channel(topic);
    expect(await channel.httpSend('a/b', { n: 1 })).toEqual({ success: true });
    expect(await reader.inbox.first()).toMatchObject({ event: 'a/b', payload: { n: 1 } });
    await channel.httpSend('bytes', new Uint8Array([1, 2]).buffer);
    const bytes = await reader.inbox.first(({ event }) => event === 'bytes');
    expect(new Uint8Array(bytes.payload as unknown as ArrayBuffer)).toEqual(new Uint8Array([1, 2]));
  });

  test('needs a key or a token', async () => {
    const response = await post('/api/broadcast', { messages: [] }, { apikey: 'nonsense' });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });

  test('names what is missing and sends nothing', async () => {
    const topic = crypto.randomUUID();
    const reader = await join(topic);
    const messages = [{ topic, event: 'ok', payload: {} }, { topic }];
    const response = await post('/api/broadcast', { messages });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      errors: { messages: [{}, { event: ["can't be blank"], payload: ["can't be blank"] }] },
    });
    expect((await post('/api/broadcast', '{')).status).toBe(400);
    expect((await post('/api/broadcast', {})).status).toBe(422);
    await post('/api/broadcast', { messages: [{ topic, event: 'last', payload: {} }] });
    expect((await reader.inbox.first()).event).toBe('last');
  });

  test('a payload above the limit is refused', async () => {
    const payload = { text: 'x'.repeat(3_100_000) };
    const messages = [{ topic: 'big', event: 'x', payload }];
    const response = await post('/api/broadcast', { messages });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Payload size exceeds tenant limit');
  });

  test('a private message goes only where its sender may write', async () => {
    const topic = crypto.randomUUID();
    const reader = await stack.member(topic, ['broadcast_read']);
    const writer = await stack.member(topic, ['broadcast_write']);
    const channel = reader.client.channel(topic, { config: { private: true } });
    const inbox = new Inbox<Message>();
    channel.on('broadcast', { event: '*' }, (message: Message) => inbox.push(message));
    expect(await subscribe(channel).first).toBe('SUBSCRIBED');
    const send = (event: string, token: string) =>
      post(
        '/api/broadcast',
        { messages: [{ topic, event, payload: {}, private: true }] },
        { authorization: `Bearer ${token}` },
      );
    expect((await send('from reader', reader.token)).status).toBe(202);
    expect((await send('from writer', writer.token)).status).toBe(202);
    expect((await inbox.first()).event).toBe('from writer');
    const one = await post(
      `/api/broadcast/${topic}/events/x?private=true`,
      {},
      { authorization: `Bearer ${reader.token}` },
    );
    expect(one.status).toBe(403);
  });
});
