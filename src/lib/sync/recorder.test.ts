import { describe, expect, test } from 'vitest';
import type { Letter } from './letters/letter.ts';
import { MemoryStore } from './memory-store.ts';
import type { Seal } from './recorder.ts';
import { Recorder } from './recorder.ts';
import { someLetters, statusMutation } from './testing/letters.ts';
import { settled, TestTimers } from './testing/timers.ts';

const letters = await someLetters(2);
const [letter] = letters;

const open = (seal: Seal | null) => {
  const store = new MemoryStore();
  const timers = new TestTimers();
  return { store, timers, recorder: new Recorder({ store, timers, seal }) };
};
const kept = async (store: MemoryStore) =>
  (await store.load()).outbox.map(({ mutation, letter }) => [mutation.id, letter]);

test('[T1] the letter is in the same write as the record', async () => {
  const { store, recorder } = open(() => Promise.resolve(letter ?? null));
  const writes: unknown[] = [];
  store.subscribe(({ records }) => writes.push(records));
  await recorder.record(statusMutation());
  expect(writes).toMatchObject([[{ key: statusMutation().id, letter }]]);
});

describe('[T1] the record is kept without a letter', () => {
  test.each<[string, Seal | null]>([
    ['when nothing seals', null],
    ['when there is no key yet', () => Promise.resolve(null)],
    ['when sealing fails', () => Promise.reject(new Error('no WebCrypto'))],
    [
      'when sealing throws',
      () => {
        throw new Error('no WebCrypto');
      },
    ],
  ])('%s', async (_, seal) => {
    const { store, recorder } = open(seal);
    await recorder.record(statusMutation());
    expect(await kept(store)).toEqual([[statusMutation().id, null]]);
  });

  test('when sealing comes to no end', async () => {
    const { store, timers, recorder } = open(() => new Promise(() => undefined));
    const recorded = recorder.record(statusMutation());
    await timers.advance(2_000);
    await recorded;
    expect(await kept(store)).toEqual([[statusMutation().id, null]]);
  });
});

test('[K2] records stay in the order of the taps, whichever letter is made first', async () => {
  const makers: ((letter: Letter) => void)[] = [];
  const { store, recorder } = open(() => new Promise((resolve) => makers.push(resolve)));
  const both = [recorder.record(statusMutation(1)), recorder.record(statusMutation(2))];
  await settled();
  for (const [at, made] of letters.toReversed().entries()) makers[1 - at]?.(made);
  await Promise.all(both);
  expect(await kept(store)).toEqual([
    [statusMutation(1).id, letters[0]],
    [statusMutation(2).id, letters[1]],
  ]);
});

test('[Q1] tells when everything that was asked for is kept, so that no lock comes before it', async () => {
  let finish: (sealed: Letter | null) => void = () => undefined;
  const { store, recorder } = open(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  void recorder.record(statusMutation());
  const seen: number[] = [];
  void recorder.written.then(async () => seen.push((await store.load()).outbox.length));
  await settled();
  expect(seen).toEqual([]);
  finish(letter ?? null);
  await settled();
  expect(seen).toEqual([1]);
});
