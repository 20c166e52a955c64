import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import { someLetters } from '../testing/letters.ts';
import { TestTabs } from '../testing/tabs.ts';
import type { Timers } from '../retry.ts';
import { settled, TestTimers } from '../testing/timers.ts';
import { Courier } from './courier.ts';
import { LetterBox } from './letter-box.ts';
import type { Letter } from './letter.ts';
import { type LetterAnswer, type PostError, postLetters } from './post.ts';

const delivered: LetterAnswer = { delivered: true, outcome: 'applied' };
const refusal = (reason: Exclude<LetterAnswer, { delivered: true }>['reason']): LetterAnswer => ({
  delivered: false,
  reason,
});
type Answer = (letters: readonly Letter[]) => Result<LetterAnswer[], PostError>;
const all: Answer = (letters) => ok(letters.map(() => delivered));
const offline: Answer = () => err({ type: 'offline' });

let timers: TestTimers;
let box: LetterBox;
let answer: Answer;
const post = vi.fn((letters: readonly Letter[]) => Promise.resolve(answer(letters)));
const letters = await someLetters(3);

beforeEach(() => {
  timers = new TestTimers();
  box = new LetterBox({
    factory: new IDBFactory(),
    joinTabs: new TestTabs().join,
    now: timers.now,
  });
  answer = all;
  post.mockClear();
});

/** Until IndexedDB and promises have come to rest. */
const calm = async () => {
  for (let round = 0; round < 150; round += 1) await settled();
};
const newCourier = (locks: Pick<LockManager, 'request'> | null = null) =>
  new Courier({ box, post, timers, random: () => 0.5, locks });
const start = async (courier = newCourier()) => {
  const stop = courier.start();
  await calm();
  return stop;
};
const states = async () => (await box.all()).map(({ state }) => state);
const sizes = () => post.mock.calls.map(([sent]) => sent.length);

describe('delivering', () => {
  test('[T2] what waits is delivered at the start, and what comes later when it comes', async () => {
    await box.add(letters.slice(0, 2), 'wiped');
    await start();
    expect(await box.all()).toEqual([]);
    await box.add(letters.slice(2), 'wiped');
    await calm();
    expect(sizes()).toEqual([2, 1]);
    expect(await box.all()).toEqual([]);
  });

  test('[T2] a carried letter is shown as delivered for a day', async () => {
    await box.add(letters, 'carried');
    const stop = await start();
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered']);
    stop();
    await timers.advance(24 * 3_600_000 - 1);
    (await start())();
    expect(await states()).toHaveLength(3);
    await timers.advance(1);
    await start();
    expect(await states()).toEqual([]);
    expect(post).toHaveBeenCalledOnce();
  });

  test('[T5] what the server cannot use stays, is shown as such, and holds nothing up', async () => {
    await box.add(letters, 'wiped');
    answer = (sent) => ok(sent.map((_, at) => (at === 0 ? refusal('bad_signature') : delivered)));
    await start();
    expect(await box.all()).toMatchObject([{ state: 'unreadable', lastError: 'bad_signature' }]);
    expect(post).toHaveBeenCalledOnce();
  });

  test('[T5] what a wiped phone has left is tried again at every start: nobody else can ask for it', async () => {
    const [own, carried] = letters.slice(0, 2);
    if (!own || !carried) throw new Error('no letters');
    await box.add([own], 'wiped');
    await box.add([carried], 'carried');
    answer = (sent) => ok(sent.map(() => refusal('unknown_device')));
    const stop = await start();
    expect(await states()).toEqual(['unreadable', 'unreadable']);
    stop();
    answer = all;
    await start();
    expect(await box.all()).toMatchObject([{ why: 'carried', state: 'unreadable' }]);
  });

  test('[T2] letters are sent in parts that the server takes', async () => {
    const [letter] = letters;
    if (!letter) throw new Error('no letter');
    const large = Array.from({ length: 4 }, (_, at) => ({
      ...letter,
      keyId: `000000000000000${at}`,
      data: 'A'.repeat(120_000),
    }));
    await box.add(large, 'wiped');
    await start();
    expect(sizes()).toEqual([2, 2]);
    expect(await box.all()).toEqual([]);
  });

  test('[T2] one that the server will not take at all does not hold the others up', async () => {
    await box.add(letters, 'wiped');
    const bad = (await box.all())[0]?.letter.iv;
    answer = (sent) => (sent.some(({ iv }) => iv === bad) ? err({ type: 'refused' }) : all(sent));
    await start();
    expect(await box.all()).toMatchObject([{ state: 'unreadable', lastError: 'refused' }]);
  });
});

describe('when the server is not there', () => {
  test('[T2] is tried again with growing pauses, and nothing is lost', async () => {
    await box.add(letters, 'wiped');
    answer = offline;
    await start();
    expect(post).toHaveBeenCalledTimes(1);
    await timers.advance(499);
    await calm();
    expect(post).toHaveBeenCalledTimes(1);
    await timers.advance(1);
    await calm();
    expect(post).toHaveBeenCalledTimes(2);
    await timers.advance(999);
    await calm();
    expect(post).toHaveBeenCalledTimes(2);
    answer = all;
    await timers.advance(1);
    await calm();
    expect(post).toHaveBeenCalledTimes(3);
    expect(await box.all()).toEqual([]);
  });

  test('[T2] a timer that comes a moment early does not end the delivery', async () => {
    await box.add(letters, 'wiped');
    answer = offline;
    // What counts the delay and what tells the time are two clocks of the phone.
    const early: Timers = {
      now: timers.now,
      after: (delayMs, run) => timers.after(delayMs - 1, run),
    };
    await start(new Courier({ box, post, timers: early, random: () => 0.5, locks: null }));
    answer = all;
    await timers.advance(499);
    await calm();
    await timers.advance(60_000);
    await calm();
    expect(await box.all()).toEqual([]);
  });

  test('[T2] a clock that is set back does not hold letters up', async () => {
    await box.add(letters, 'wiped');
    answer = offline;
    const clock = { aheadMs: 365 * 86_400_000 };
    const wrong = { now: () => timers.now() + clock.aheadMs, after: timers.after };
    await start(new Courier({ box, post, timers: wrong, random: () => 0.5, locks: null }));
    answer = all;
    clock.aheadMs = 0;
    await timers.advance(60_000);
    await calm();
    expect(await box.all()).toEqual([]);
  });

  test('[T2] the network that returns cuts the pause short', async () => {
    await box.add(letters, 'wiped');
    answer = offline;
    const courier = newCourier();
    await start(courier);
    answer = all;
    courier.networkBack();
    await calm();
    expect(await box.all()).toEqual([]);
  });

  test('[T2] waits as long as the server asks, and for what it could not do now', async () => {
    await box.add(letters, 'wiped');
    answer = () => err({ type: 'server', retryAfterMs: 30_000 });
    await start();
    await timers.advance(30_499);
    await calm();
    expect(post).toHaveBeenCalledTimes(1);
    answer = (sent) => ok(sent.map(() => refusal('try_again')));
    await timers.advance(1);
    await calm();
    expect(post).toHaveBeenCalledTimes(2);
    expect(await box.all()).toMatchObject([
      { state: 'waiting', attempts: 2 },
      { state: 'waiting', attempts: 2 },
      { state: 'waiting', attempts: 2 },
    ]);
  });
});

test('[T2] one tab delivers; when it closes, another one does', async () => {
  const waiting: (() => Promise<unknown>)[] = [];
  const request = ((_: string, __: unknown, hold: () => Promise<unknown>) => {
    waiting.push(hold);
    return Promise.resolve();
  }) as unknown as LockManager['request'];
  await box.add(letters, 'wiped');
  await start(newCourier({ request }));
  expect(post).not.toHaveBeenCalled();
  void waiting[0]?.();
  await calm();
  expect(post).toHaveBeenCalledOnce();
});

describe('the post', () => {
  const answering = (response: Response) => postLetters(() => Promise.resolve(response))(letters);
  const body = (count: number) =>
    JSON.stringify({ letters: Array.from({ length: count }, () => delivered) });

  test('one answer a letter, in order', async () => {
    expect(await answering(new Response(body(3)))).toEqual(ok([delivered, delivered, delivered]));
  });

  test.each([
    [new Response(body(2)), { type: 'server', retryAfterMs: 0 }],
    [new Response('<html>'), { type: 'server', retryAfterMs: 0 }],
    [
      new Response('', { status: 429, headers: { 'retry-after': '7' } }),
      { type: 'server', retryAfterMs: 7_000 },
    ],
    [new Response('', { status: 502 }), { type: 'server', retryAfterMs: 0 }],
    [new Response('', { status: 413 }), { type: 'refused' }],
    [new Response('', { status: 400 }), { type: 'refused' }],
  ])('any other answer is an error: %j', async (response, error) => {
    expect(await answering(response)).toEqual(err(error));
  });

  test('a line that never answers is no network, after a while', async () => {
    const gone = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(gone.signal);
    const hanging: typeof fetch = (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'TimeoutError')));
      });
    const posted = postLetters(hanging)(letters);
    gone.abort();
    expect(await posted).toEqual(err({ type: 'offline' }));
    timeout.mockRestore();
  });

  test('no network is an error of its own', async () => {
    const broken = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await postLetters(broken)(letters)).toEqual(err({ type: 'offline' }));
  });
});
