import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { someLetters } from '../testing/letters.ts';
import { TestTabs } from '../testing/tabs.ts';
import { LetterBox } from './letter-box.ts';

let factory: IDBFactory;
let tabs: TestTabs;
let now = 1_000;
beforeEach(() => {
  factory = new IDBFactory();
  tabs = new TestTabs();
  now = 1_000;
});
const openBox = () => new LetterBox({ factory, joinTabs: tabs.join, now: () => now });
const letters = await someLetters(2);

test('[T2] letters are there after a restart, the oldest first', async () => {
  const box = openBox();
  const first = await box.add(letters.slice(1), 'carried');
  now = 2_000;
  const second = await box.add(letters.slice(0, 1), 'wiped');
  await box.close();
  expect(await openBox().all()).toMatchObject([
    { id: first[0], letter: letters[1], why: 'carried', receivedAt: 1_000, state: 'waiting' },
    { id: second[0], letter: letters[0], why: 'wiped', receivedAt: 2_000, attempts: 0 },
  ]);
});

test('[T2] the same letter is in the box once, and stays what it was', async () => {
  const box = openBox();
  await box.add(letters, 'carried');
  const [entry] = await box.all();
  if (!entry) throw new Error('empty');
  await box.update([{ ...entry, state: 'delivered', deliveredAt: now }]);
  expect(await box.add(letters, 'wiped')).toHaveLength(2);
  expect(await box.all()).toMatchObject([
    { state: 'delivered', why: 'carried' },
    { state: 'waiting', why: 'carried' },
  ]);
});

test('[T2] all tabs hear of a change', async () => {
  const [one, other] = [openBox(), openBox()];
  const [here, there] = [vi.fn(), vi.fn()];
  one.subscribe(here);
  other.subscribe(there);
  await one.add(letters, 'carried');
  expect(there).not.toHaveBeenCalled();
  tabs.deliver();
  expect(there).toHaveBeenCalledOnce();
  expect(here).toHaveBeenCalledOnce();
});

test('an entry that was taken out is not brought back by an answer that comes late', async () => {
  const box = openBox();
  const ids = await box.add(letters, 'carried');
  const before = await box.all();
  await box.remove(ids);
  await box.update(before);
  expect(await box.all()).toEqual([]);
});

test('[T5] what the server would not use waits again when a person says so', async () => {
  const box = openBox();
  const ids = await box.add(letters, 'carried');
  const entries = await box.all();
  await box.update(
    entries.map((entry) => ({ ...entry, state: 'unreadable', lastError: 'unknown_device' })),
  );
  await box.retry(ids.slice(0, 1));
  const states = (await box.all()).map(({ state }) => state);
  expect(states.toSorted()).toEqual(['unreadable', 'waiting']);
});
