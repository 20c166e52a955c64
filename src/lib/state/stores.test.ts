import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Letter } from '$lib/sync/letters/letter';
import { newRecord } from '$lib/sync/outbox';
import { someLetters, statusMutation } from '$lib/sync/testing/letters';
import { taskRow, uuid } from '$lib/sync/testing/rows';
import { isWiping, openVault, readDevice, readVault } from '$lib/sync/vault/vault-record';
import { FileStore } from '$lib/files/file-store';
import { tileDatabaseName } from '$lib/map/tiles/database-name';
import { TileStore } from '$lib/map/tiles/tile-store';
import { result, transact } from '$lib/sync/idb/database';
import { HeardStore } from '$lib/sync/idb/heard-store';
import { openStore } from '$lib/sync/idb/schema';
import { StorageError } from '$lib/sync/storage-error';
import { Stores } from './stores';

vi.stubGlobal('IDBKeyRange', IDBKeyRange);
/** The apps of one test are opened one after the other: there is no other tab. */
vi.stubGlobal(
  'BroadcastChannel',
  class {
    postMessage = () => undefined;
    close = () => undefined;
  },
);
/** So many steps on the disk, and the app is ended: nothing after them happens. */
const life = { steps: Infinity };
const step = () => {
  life.steps -= 1;
  if (life.steps < 0) throw new Error('ended');
};
class MortalFactory extends IDBFactory {
  override deleteDatabase(name: string) {
    step();
    return super.deleteDatabase(name);
  }
}
const { prototype } = IDBDatabase;
const begin = Reflect.get(prototype, 'transaction');
beforeAll(() => {
  vi.spyOn(prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...of) {
    // The browser's own, when a database is made, is no step of the app.
    if (of[1] !== 'versionchange') step();
    return begin.apply(this, of);
  });
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
const user = uuid('e');
const letters = await someLetters(3);
const data = (list: readonly Letter[]) => list.map((letter) => letter.data).toSorted();

let factory: IDBFactory;
let storage: Storage;
beforeEach(() => {
  factory = new MortalFactory();
  const kept = new Map<string, string>();
  storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  } as Storage;
});
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

test('[Q1] a store that is asked for again while it is being let go of can be used', async () => {
  const app = openApp();
  await fill(app);
  const released = app.release(user);
  const again = app.open(user, 'one');
  await released;
  expect((await again.load()).rows.tasks).toHaveLength(1);
  expect(app.open(user, 'one')).toBe(again);
});

describe('[S13] what the server said last of numbers', () => {
  const heard = 'daylight heard ';
  const keepHeard = async (app: Stores) => {
    const keeping = app.heard(user, 'one');
    if (!keeping) throw new Error('nothing can lie sealed here');
    const store = new HeardStore(keeping);
    await store.keep('emt_daily', '2024-12-08', { new_cases: 3 });
    await store.close();
  };
  const isThere = async () => (await databases()).some((name) => name?.startsWith(heard));

  test.each<[string, (app: Stores) => Promise<unknown>]>([
    ['the sign-in', (app) => app.leave(user)],
    ['a wipe', (app) => app.wipe(user)],
    ['the operation', (app) => app.leaveOperation(user, 'one')],
  ])('goes with %s', async (_, end) => {
    const app = openApp();
    await fill(app);
    await keepHeard(app);
    expect(await isThere()).toBe(true);
    await end(app);
    expect(await isThere()).toBe(false);
  });

  test('stays where another account ends its own', async () => {
    const app = openApp();
    await keepHeard(app);
    await app.leave(uuid('d'));
    expect(await isThere()).toBe(true);
  });
});

describe('[E4] files that were not sent', () => {
  const keepFiles = async (app: Stores, operation: string, ...ids: string[]) => {
    const keeping = app.files(user, operation, true);
    if (!keeping) throw new Error('no files here');
    const store = new FileStore({ ...keeping, kind: 'evidence' });
    for (const id of ids) await store.add(id, '{}', new ArrayBuffer(8), null);
    return store;
  };

  test('are counted beside the records, of every operation, until the server has them', async () => {
    const app = openApp();
    await fill(app);
    await keepFiles(app, 'one', 'a', 'b');
    const two = await keepFiles(app, 'two', 'c');
    expect(await app.countKept(user)).toEqual({ waiting: 3, problems: 1, files: 3 });
    await two.settle('c');
    expect(await openApp().countKept(user)).toMatchObject({ files: 2 });
    expect(await app.countKept(uuid('d'))).toEqual({ waiting: 0, problems: 0, files: 0 });
  });

  test('are kept by a sign-in that ends, and destroyed by a wipe: the warning is all there is', async () => {
    const app = openApp();
    await keepFiles(app, 'one', 'a');
    await app.leave(user);
    expect(await openApp().countKept(user)).toMatchObject({ files: 1 });
    await openApp().wipe(user);
    expect(await openApp().countKept(user)).toMatchObject({ files: 0 });
  });
});

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

  test('takes the saved maps, which tell where somebody had work', async () => {
    await new TileStore(factory).keepViewed('https://t.example/1', {
      bytes: new ArrayBuffer(1),
      type: 'image/png',
    });
    const app = openApp();
    await fill(app, false);
    await app.wipe(user);
    expect(await databases()).not.toContain(tileDatabaseName);
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
    const database = openVault(factory, `daylight vault ${user}`);
    expect(await isWiping(database)).toBe(true);
    expect([await readVault(database), await readDevice(database)]).toEqual([undefined, undefined]);
  });

  test('on a full disk the rows make room for the letters', async () => {
    const app = openApp();
    await fill(app, false);
    const { letterBox } = app;
    if (!letterBox) throw new Error('no box');
    const add = letterBox.add.bind(letterBox);
    vi.spyOn(letterBox, 'add').mockImplementation(async (...of) => {
      const database = await openStore(factory, `daylight rows ${user} one`);
      const rows = await transact(database, { stores: ['chunks'], mode: 'readonly' }, (store) =>
        result(store('chunks').count()),
      );
      database.close();
      if (rows > 0) throw new StorageError('full');
      return add(...of);
    });
    expect(await app.wipe(user)).toEqual({ letters: 3, unreadable: 0 });
    expect(await boxed(app)).toEqual(data(letters));
  });

  test('finds the databases whose names localStorage has lost', async () => {
    await fill(openApp());
    storage.removeItem('daylight.stores');
    const app = openApp();
    expect(await app.wipe(user)).toEqual({ letters: 3, unreadable: 1 });
  });
});

describe('[Q5] a wipe that is broken off between any two steps', () => {
  test('has lost no letter, and the next start completes it', async () => {
    let deaths = 0;
    for (let steps = 0; ; steps += 1) {
      factory = new MortalFactory();
      storage.removeItem('daylight.stores');
      const app = openApp();
      await fill(app);
      life.steps = steps;
      const wiped = await app.wipe(user).then(
        () => true,
        () => false,
      );
      life.steps = Infinity;
      const next = openApp();
      // The key stood until the first step was done: then the wipe has not begun.
      if (steps === 0) await next.wipe(user);
      else await next.finishWipes();
      expect(await boxed(next), `after step ${String(steps)}`).toEqual(data(letters));
      const { rows, outbox, unread } = await next.open(user, 'one').load();
      expect([rows.tasks, outbox, unread], `after step ${String(steps)}`).toEqual([[], [], []]);
      if (wiped) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(6);
  });

  test('is completed too when the account signs in again', async () => {
    const app = openApp();
    await fill(app);
    life.steps = 1;
    await expect(app.wipe(user)).rejects.toThrow(StorageError);
    life.steps = Infinity;
    const next = openApp();
    expect((await next.open(user, 'one').load()).rows.tasks).toEqual([]);
    expect(await boxed(next)).toEqual(data(letters));
  });
});
