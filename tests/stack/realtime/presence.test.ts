import type { RealtimeChannel } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Inbox } from './inbox.ts';
import { Stack, subscribe, type Rights } from './support.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start({ allowPublic: true });
});
afterAll(() => stack.stop());

type Change = { event: 'sync' | 'join' | 'leave'; key?: string };

async function attend(channel: RealtimeChannel) {
  const changes = new Inbox<Change & { present: string[] }>();
  const note = (change: Change) =>
    changes.push({ ...change, present: Object.keys(channel.presenceState()).sort() });
  channel
    .on('presence', { event: 'sync' }, () => note({ event: 'sync' }))
    .on('presence', { event: 'join' }, ({ key }) => note({ event: 'join', key }))
    .on('presence', { event: 'leave' }, ({ key }) => note({ event: 'leave', key }));
  const status = await subscribe(channel).first;
  return { channel, changes, status };
}

const open = async (topic: string, key: string, vsn?: string) =>
  attend(
    (await stack.client(undefined, vsn === undefined ? {} : { vsn })).channel(topic, {
      config: { presence: { key } },
    }),
  );

const seen = (changes: Inbox<Change & { present: string[] }>, ...present: string[]) =>
  changes.first(
    (change) => change.event === 'sync' && change.present.join() === present.sort().join(),
  );

describe.each(['1.0.0', '2.0.0'])('with serializer %s', (vsn) => {
  test('a new reader gets the state, and each track and untrack as it happens', async () => {
    const topic = crypto.randomUUID();
    const one = await open(topic, 'one', vsn);
    await seen(one.changes);
    expect(await one.channel.track({ team: 'A' })).toBe('ok');
    await seen(one.changes, 'one');
    const two = await open(topic, 'two', vsn);
    await seen(two.changes, 'one');
    expect(two.channel.presenceState()['one']).toMatchObject([{ team: 'A' }]);
    await two.channel.track({ team: 'B' });
    await seen(one.changes, 'one', 'two');
    expect(await one.channel.untrack()).toBe('ok');
    await seen(two.changes, 'two');
  });

  test('a changed payload replaces the one before', async () => {
    const topic = crypto.randomUUID();
    const [one, two] = [await open(topic, 'one', vsn), await open(topic, 'two', vsn)];
    await one.channel.track({ at: 1 });
    await seen(two.changes, 'one');
    await one.channel.track({ at: 2 });
    await two.changes.first(({ event, key }) => event === 'leave' && key === 'one');
    expect(two.channel.presenceState()['one']).toMatchObject([{ at: 2 }]);
  });

  test('who leaves or loses the connection is gone', async () => {
    const topic = crypto.randomUUID();
    const watcher = await open(topic, 'watcher', vsn);
    const [left, lost] = [await open(topic, 'left', vsn), await open(topic, 'lost', vsn)];
    await Promise.all([left.channel.track({}), lost.channel.track({})]);
    await seen(watcher.changes, 'left', 'lost');
    await left.channel.unsubscribe();
    await watcher.changes.first(({ event, key }) => event === 'leave' && key === 'left');
    await lost.channel.socket.disconnect();
    await watcher.changes.first(({ event, key }) => event === 'leave' && key === 'lost');
    expect(watcher.channel.presenceState()).toEqual({});
  });

  test('two devices under one key are both there', async () => {
    const topic = crypto.randomUUID();
    const [phone, laptop] = [await open(topic, 'me', vsn), await open(topic, 'me', vsn)];
    await phone.channel.track({ device: 'phone' });
    await seen(laptop.changes, 'me');
    await laptop.channel.track({ device: 'laptop' });
    await phone.changes.first(() => phone.channel.presenceState()['me']?.length === 2);
    await phone.channel.untrack();
    await laptop.changes.first(({ event }) => event === 'leave');
    expect(laptop.channel.presenceState()['me']).toMatchObject([{ device: 'laptop' }]);
  });
});

describe('the messages', () => {
  const payload = { config: { presence: { enabled: true, key: '__proto__' } } };

  test('are presence_state and presence_diff with metas and phx_ref', async () => {
    const socket = await stack.raw();
    await socket.ask('1', '1', 'realtime:metas', 'phx_join', payload);
    const state = await socket.messages.first(({ event }) => event === 'presence_state');
    expect(state.payload).toEqual({});
    const track = { type: 'presence', event: 'track', payload: { a: 1 } };
    await socket.ask('1', '2', 'realtime:metas', 'presence', track);
    const diff = await socket.messages.first(({ event }) => event === 'presence_diff');
    const joins = Object.entries(diff.payload['joins'] as object);
    expect(joins).toEqual([
      ['__proto__', { metas: [{ a: 1, phx_ref: expect.any(String) as string }] }],
    ]);
    expect(diff.payload['leaves']).toEqual({});
  });

  test('the same payload again changes nothing', async () => {
    const socket = await stack.raw();
    await socket.ask('1', '1', 'realtime:same', 'phx_join', payload);
    const track = { type: 'presence', event: 'track', payload: { a: 1 } };
    await socket.ask('1', '2', 'realtime:same', 'presence', track);
    await socket.messages.first(({ event }) => event === 'presence_diff');
    await socket.ask('1', '3', 'realtime:same', 'presence', track);
    await socket.ask('1', '4', 'realtime:same', 'presence', { event: 'untrack' });
    await socket.messages.first(
      ({ event, payload: { leaves } }) =>
        event === 'presence_diff' && Object.keys(leaves as object).length > 0,
    );
    expect(socket.messages.all.filter(({ event }) => event === 'presence_diff')).toHaveLength(2);
  });

  test('what cannot be tracked gets an error reply and the channel stays', async () => {
    const socket = await stack.raw();
    await socket.ask('1', '1', 'realtime:odd', 'phx_join', payload);
    const text = { type: 'presence', event: 'track', payload: 'text' };
    const refused = await socket.ask('1', '2', 'realtime:odd', 'presence', text);
    expect(refused.payload).toEqual({
      status: 'error',
      response: { reason: 'Presence track payload must be a map' },
    });
    const unknown = await socket.ask('1', '3', 'realtime:odd', 'presence', { event: 'dance' });
    expect(unknown.payload.status).toBe('error');
    const untrack = await socket.ask('1', '4', 'realtime:odd', 'presence', { event: 'untrack' });
    expect(untrack.payload.status).toBe('ok');
  });

  test('a channel that tracks too often is ended', async () => {
    const socket = await stack.raw();
    await socket.ask('1', '1', 'realtime:often', 'phx_join', payload);
    for (let ref = 2; ref < 80; ref += 1) {
      socket.send(['1', `${ref}`, 'realtime:often', 'presence', { event: 'untrack' }]);
    }
    const system = await socket.messages.first(({ event }) => event === 'system');
    expect(system.payload['message']).toBe('Client presence rate limit exceeded');
    await socket.messages.first(({ event }) => event === 'phx_close');
  });

  test('a reader that switched presence off hears nothing until it tracks', async () => {
    const topic = 'realtime:quiet';
    const [quiet, other] = [await stack.raw(), await stack.raw()];
    const off = { config: { presence: { enabled: false, key: 'quiet' } } };
    await quiet.ask('1', '1', topic, 'phx_join', off);
    await other.ask('1', '1', topic, 'phx_join', { config: { presence: { key: 'other' } } });
    const track = { type: 'presence', event: 'track', payload: {} };
    await other.ask('1', '2', topic, 'presence', track);
    await other.messages.first(({ event }) => event === 'presence_diff');
    await quiet.ask('1', '2', topic, 'presence', track);
    const first = await quiet.messages.first(({ event }) => event.startsWith('presence_'));
    expect(first.event).toBe('presence_state');
    expect(Object.keys(first.payload).sort()).toEqual(['other', 'quiet']);
  });
});

describe('on a private channel', () => {
  const attendPrivate = async (topic: string, key: string, rights: Rights) => {
    const { client } = await stack.member(topic, rights);
    return attend(client.channel(topic, { config: { private: true, presence: { key } } }));
  };

  test('reading and writing presence are decided apart, and apart from broadcast', async () => {
    const topic = crypto.randomUUID();
    const watcher = await attendPrivate(topic, 'watcher', ['presence_read']);
    const tracker = await attendPrivate(topic, 'tracker', ['broadcast_read', 'presence_write']);
    const neither = await attendPrivate(topic, 'neither', ['broadcast_read']);
    expect([watcher.status, tracker.status, neither.status]).toEqual(
      Array.from({ length: 3 }, () => 'SUBSCRIBED'),
    );
    expect(await neither.channel.track({})).toBe('error');
    expect(await watcher.channel.track({})).toBe('error');
    expect(await tracker.channel.track({})).toBe('ok');
    await seen(watcher.changes, 'tracker');
    await tracker.channel.untrack();
    await watcher.changes.first(({ event }) => event === 'leave');
    expect(tracker.changes.all).toEqual([]);
    expect(neither.changes.all).toEqual([]);
  });
});
