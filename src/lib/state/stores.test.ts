import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Letter } from '$lib/sync/letters/letter';
import { newRecord } from '$lib/sync/outbox';
import { someLetters, statusMutation } from '$lib/sync/testing/letters';
import { taskRow, uuid } from '$lib/sync/testing/rows';
import { Stores } from './stores';

vi.stubGlobal('IDBKeyRange', IDBKeyRange);
const user = uuid('e');
const letters = await someLetters(3);
const data = (list: readonly Letter[]) => list.map((letter) => letter.data).toSorted();

let factory: IDBFactory;
let storage: Storage;
beforeEach(() => {
  factory = new IDBFactory();
  const kept = new Map<string, string>();
  storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  } as Storage;
});
afterEach(() => vi.restoreAllMocks());
/** The app, opened anew on the same phone. */
const openApp = () => new Stores(storage, factory);

const change = { table: 'tasks', id: uuid('7', 1), version: 3, op: 'put' } as const;
/** Rows and records in two operations; the second has one record without a letter. */
const fill = async (app: Stores, withUnreadable = true) => {
  const record = (at: number) => newRecord(statusMutation(at), letters[at] ?? null);
  await app.open(user, 'one').write({
    changes: [{ ...change, row: taskRow(uuid('7', 1)) }],
    cursor: '1.e.s.3',
    add: [record(0), { ...record(1), state: 'refused' }],
  });
  await app.open(user, 'two').write({
    changes: [{ ...change, row: taskRow(uuid('7', 1)) }],
    add: [
      record(2),
      { ...newRecord(statusMutation(4), letters[0]), state: 'confirmed', version: 2 },
      ...(withUnreadable ? [newRecord(statusMutation(5))] : []),
    ],
  });
};
const boxed = async (app: Stores) =>
  data(((await app.letterBox?.all()) ?? []).map(({ letter }) => letter));
const databases = async () => (await factory.databases()).map(({ name }) => name).toSorted();

describe('[Q5] a wipe', () => {
  test('leaves the letters of what the server has not taken, and nothing else', async () => {
    const app = openApp();
    await fill(app, false);
    expect(await app.wipe(user)).toEqual({ letters: 3, unreadable: 0 });
    expect(await boxed(app)).toEqual(data(letters));
    expect(await databases()).toEqual(['daylight letters', `daylight vault ${user}`]);
  });

  test('counts the records that have no letter, and leaves them unreadable where they are', async () => {
    const app = openApp();
    await fill(app);
    expect(await app.wipe(user)).toEqual({ letters: 3, unreadable: 1 });
    const { rows, outbox, unread } = await openApp().open(user, 'two').load();
    expect([rows.tasks, outbox]).toEqual([[], []]);
    expect(unread).toMatchObject([{ key: statusMutation(5).id, why: 'damaged' }]);
  });

  test('leaves other accounts alone', async () => {
    const app = openApp();
    await app.open(uuid('d'), 'one').write({ add: [newRecord(statusMutation(1), letters[1])] });
    await fill(app);
    await app.wipe(user);
    expect((await openApp().open(uuid('d'), 'one').load()).outbox).toHaveLength(1);
  });

  test('destroys the key before it does anything else', async () => {
    const app = openApp();
    await fill(app);
    if (!app.letterBox) throw new Error('no box');
    vi.spyOn(app.letterBox, 'add').mockRejectedValue(new Error('killed'));
    await expect(app.wipe(user)).rejects.toThrow('killed');
    const names = await databases();
    expect(names).toContain(`daylight rows ${user} one`);
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = factory.open(`daylight vault ${user}`);
      request.onsuccess = () => resolve(request.result as IDBDatabase);
    });
    const keys = await new Promise((resolve) => {
      const request = database.transaction(['vault']).objectStore('vault').getAll();
      request.onsuccess = () => resolve(request.result);
    });
    expect(keys).toEqual([true]);
  });

  test('finds the databases whose names localStorage has lost', async () => {
    await fill(openApp());
    storage.removeItem('daylight.stores');
    const app = openApp();
    expect(await app.wipe(user)).toEqual({ letters: 3, unreadable: 1 });
  });
});

describe('[Q5] a wipe that is broken off between any two steps', () => {
  /** Fails from the nth transaction on, as if the app had been ended before it. */
  const dieBefore = (nth: number) => {
    let done = 0;
    const transaction = IDBDatabase.prototype.transaction;
    return vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...rest
    ) {
      done += 1;
      if (done >= nth) throw new DOMException('', 'AbortError');
      return transaction.apply(this, rest);
    });
  };

  test('has lost no letter, and the next start completes it', async () => {
    let deaths = 0;
    for (let nth = 1; ; nth += 1) {
      factory = new IDBFactory();
      storage.removeItem('daylight.stores');
      const app = openApp();
      await fill(app);
      const dying = dieBefore(nth);
      const wiped = await app.wipe(user).then(
        () => true,
        () => false,
      );
      dying.mockRestore();
      const next = openApp();
      // The key stood until the first step was done: then the wipe has not begun.
      if (nth === 1) await next.wipe(user);
      else await next.finishWipes();
      expect(await boxed(next), `after step ${nth}`).toEqual(data(letters));
      const { rows, outbox, unread } = await next.open(user, 'one').load();
      expect([rows.tasks, outbox, unread], `after step ${nth}`).toEqual([[], [], []]);
      if (wiped) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(6);
  });

  test('is completed too when the account signs in again', async () => {
    const app = openApp();
    await fill(app);
    const dying = dieBefore(2);
    await expect(app.wipe(user)).rejects.toThrow();
    dying.mockRestore();
    const next = openApp();
    expect((await next.open(user, 'one').load()).rows.tasks).toEqual([]);
    expect(await boxed(next)).toEqual(data(letters));
  });
});
