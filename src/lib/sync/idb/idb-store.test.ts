import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change } from '../protocol.ts';
import { newRecord, outboxFormat } from '../outbox.ts';
import { describeLocalStore } from '../store-contract.ts';
import type { StoreChange } from '../store.ts';
import { taskRow, uuid } from '../testing/rows.ts';
import { TestTabs } from '../testing/tabs.ts';
import { clearCipher } from '../vault/cipher.ts';
import { leaveRecordsOnly } from './clearing.ts';
import { result, transact } from './database.ts';
import { IdbStore } from './idb-store.ts';
import { openStore } from './schema.ts';

vi.stubGlobal('IDBKeyRange', IDBKeyRange);
afterAll(() => vi.unstubAllGlobals());

const name = 'daylight rows test';
let factory: IDBFactory;
let tabs: TestTabs;
beforeEach(() => {
  factory = new IDBFactory();
  tabs = new TestTabs();
});

const openTab = () =>
  new IdbStore({
    name,
    factory,
    cipher: () => Promise.resolve(clearCipher),
    joinTabs: tabs.join,
  });

const task = uuid('7', 1);
const put = (id: string, version: number): Change => ({
  table: 'tasks',
  id,
  version,
  op: 'put',
  row: taskRow(id, { version }),
});
const gone = (id: string, version: number): Change => ({
  table: 'tasks',
  id,
  version,
  op: 'delete',
  row: null,
});
const comment = (key: string) =>
  newRecord({
    id: key,
    operation_id: uuid('0'),
    kind: 'task.comment',
    entity_id: task,
    base_version: 1,
    payload: { body: 'heard knocking' },
    device_at: '2024-12-08T04:00:00Z',
  });
const versions = async (store: IdbStore) =>
  (await store.load()).rows.tasks.map(({ id, version }) => [id, version]);

/** What a listener of this store hears from now on. */
const listen = async (store: IdbStore): Promise<StoreChange[]> => {
  await store.load();
  const heard: StoreChange[] = [];
  store.subscribe((change) => heard.push(change));
  return heard;
};

describeLocalStore('IdbStore', () => Promise.resolve(openTab()));

describe('[X7] a row that was taken away', () => {
  /** Everything that lies in the database, as text. */
  const disk = async (): Promise<string> => {
    const database = await openStore(factory, name);
    const chunks = await transact(database, { stores: ['chunks'], mode: 'readonly' }, (of) =>
      result(of('chunks').getAll()),
    );
    database.close();
    return JSON.stringify(chunks);
  };
  const said = (id: string, version: number, title: string): Change => ({
    table: 'tasks',
    id,
    version,
    op: 'put',
    row: taskRow(id, { version, title }),
  });
  /** The merge that follows a write is done. */
  const rested = (store: IdbStore) => store.load();

  test('leaves the disk in every form that it ever had, and nothing else does', async () => {
    const store = openTab();
    const other = uuid('7', 2);
    await store.write({ changes: [said(task, 1, 'FIRST'), said(other, 1, 'KEPT')] });
    await store.write({ changes: [said(task, 2, 'SECOND')] });
    await store.write({ changes: [said(task, 3, 'THIRD')] });
    expect(await disk()).toMatch(/FIRST.*SECOND.*THIRD/);
    await store.write({ changes: [gone(task, 4)] });
    await rested(store);
    expect(await disk()).not.toMatch(/FIRST|SECOND|THIRD/);
    expect(await disk()).toContain('KEPT');
    expect(await versions(store)).toEqual([[other, 1]]);
  });

  test('leaves it when the app is opened again, if it was closed before', async () => {
    const store = openTab();
    await store.write({ changes: [said(task, 1, 'FIRST')] });
    await store.write({ changes: [said(task, 2, 'SECOND')] });
    const closing = store.write({ changes: [gone(task, 3)] }).then(() => store.close());
    await closing;
    const again = openTab();
    await again.load();
    await again.write({ cursor: '1.e.s.3' });
    await rested(again);
    expect(await disk()).not.toMatch(/FIRST|SECOND/);
  });

  test('leaves it when the deletion came in one write with an older form, and through another tab', async () => {
    const [store, other] = [openTab(), openTab()];
    await store.load();
    await other.load();
    await store.write({
      changes: [said(task, 1, 'FIRST'), said(task, 2, 'SECOND'), gone(task, 3)],
    });
    await other.write({ changes: [put(uuid('7', 2), 4)] });
    await rested(other);
    await rested(store);
    expect(await disk()).not.toMatch(/FIRST|SECOND/);
    expect(await versions(other)).toEqual([[uuid('7', 2), 4]]);
  });

  test('is not merged for again and again: the disk comes to rest', async () => {
    const store = openTab();
    await store.write({ changes: [said(task, 1, 'FIRST')] });
    await store.write({ changes: [gone(task, 2)] });
    await rested(store);
    const rest = await disk();
    await store.write({ cursor: '1.e.s.2' });
    await rested(store);
    expect(await disk()).toBe(rest);
  });
});

describe('after a reload', () => {
  test('[S1] rows, records and the cursor are there', async () => {
    const store = openTab();
    await store.write({
      changes: [put(task, 3), gone(uuid('7', 2), 3)],
      cursor: '1.e.s.3',
      add: [comment(uuid('f', 1))],
    });
    await store.close();
    const { rows, outbox, cursor } = await openTab().load();
    expect(rows.tasks).toEqual([taskRow(task, { version: 3 })]);
    expect(outbox).toEqual([{ ...comment(uuid('f', 1)), seq: 1 }]);
    expect(cursor).toBe('1.e.s.3');
  });

  test('[K3] the order goes on where it was, even when all records are gone', async () => {
    const store = openTab();
    await store.write({ add: [comment(uuid('f', 1))] });
    await store.write({ remove: [uuid('f', 1)] });
    await store.close();
    const again = openTab();
    await again.write({ add: [comment(uuid('f', 2))] });
    expect((await again.load()).outbox).toMatchObject([{ seq: 2 }]);
  });

  test('[S1] hundreds of small changes are merged, and read as before', async () => {
    const store = openTab();
    for (let version = 1; version <= 100; version += 1)
      await store.write({ changes: [put(uuid('7', version % 10), version)] });
    await store.write({ changes: [gone(uuid('7', 5), 101)] });
    const before = (await versions(store)).toSorted();
    await store.close();
    const again = openTab();
    expect((await versions(again)).toSorted()).toEqual(before);
    expect(before).toHaveLength(9);
    await again.close();
    const database = await openStore(factory, name);
    const chunks = await transact(database, { stores: ['chunks'], mode: 'readonly' }, (of) =>
      result(of('chunks').count()),
    );
    expect(chunks).toBeLessThan(40);
  });
});

describe('two tabs', () => {
  test('[S3] the other tab hears what was written, in order and once', async () => {
    const [one, other] = [openTab(), openTab()];
    const heard = await listen(other);
    await one.write({ changes: [put(task, 3)], cursor: '1.e.s.3' });
    await one.write({ changes: [put(task, 4)], add: [comment(uuid('f', 1))] });
    await one.write({ remove: [uuid('f', 1)] });
    tabs.deliver();
    await other.load();
    expect(heard.flatMap(({ changes }) => changes.map(({ version }) => version))).toEqual([3, 4]);
    expect(heard.every(({ isElsewhere }) => isElsewhere)).toBe(true);
    expect(heard.at(0)?.cursor).toBe('1.e.s.3');
  });

  test('[S3] a tab that heard nothing catches up before it writes', async () => {
    const [one, other] = [openTab(), openTab()];
    const heard = await listen(other);
    await one.write({ changes: [put(task, 3)], add: [comment(uuid('f', 1))] });
    tabs.lose();
    await other.write({ changes: [put(task, 2)], add: [comment(uuid('f', 2))] });
    expect(heard).toMatchObject([
      { isElsewhere: true, changes: [{ version: 3 }], records: [{ seq: 1 }] },
      { changes: [], records: [{ seq: 2 }] },
    ]);
    expect(await versions(one)).toEqual([[task, 3]]);
  });

  test('[K7] a record that took the place of another does so in the other tab too', async () => {
    const [one, other] = [openTab(), openTab()];
    await one.write({ add: [comment(uuid('f', 1)), comment(uuid('f', 2))] });
    const heard = await listen(other);
    await one.write({ replace: { key: uuid('f', 1), by: comment(uuid('f', 3)) } });
    tabs.deliver();
    await other.load();
    expect(heard).toMatchObject([
      { records: [{ key: uuid('f', 3), seq: 1 }], removed: [uuid('f', 1)] },
    ]);
    await other.write({ remove: [uuid('f', 3)] });
    expect((await openTab().load()).outbox).toMatchObject([{ key: uuid('f', 2) }]);
  });

  test('[K7] what the other tab has just begun to send is not replaced', async () => {
    const [one, other] = [openTab(), openTab()];
    await one.write({ add: [comment(uuid('f', 1))] });
    const { outbox } = await other.load();
    await one.write({ update: outbox.map((record) => ({ ...record, state: 'sending' })) });
    tabs.lose();
    await other.write({ replace: { key: uuid('f', 1), by: comment(uuid('f', 2)) } });
    expect((await one.load()).outbox).toMatchObject([{ key: uuid('f', 1), state: 'sending' }]);
  });

  test('[S3] both may write at once: nothing is lost, and no number is given twice', async () => {
    const [one, other] = [openTab(), openTab()];
    await Promise.all(
      [one, other, one, other, one].map((tab, i) => tab.write({ add: [comment(uuid('f', i))] })),
    );
    const { outbox } = await one.load();
    expect(outbox.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('[R4] rows dropped in one tab are dropped in the other', async () => {
    const [one, other] = [openTab(), openTab()];
    await one.write({ changes: [put(task, 9)] });
    const heard = await listen(other);
    await one.write({ dropRows: true, changes: [put(uuid('7', 2), 1)] });
    tabs.deliver();
    await other.load();
    expect(heard).toMatchObject([{ dropRows: true, changes: [{ id: uuid('7', 2) }] }]);
  });

  test('[S3] a merge changes nothing for the other tab', async () => {
    const [one, other] = [openTab(), openTab()];
    for (let version = 1; version <= 30; version += 1)
      await one.write({ changes: [put(task, version)] });
    const heard = await listen(other);
    for (let version = 31; version <= 34; version += 1)
      await one.write({ changes: [put(task, version)] });
    await one.load();
    tabs.deliver();
    await other.write({ changes: [put(uuid('7', 2), 40)] });
    expect(heard.flatMap(({ changes }) => changes.map(({ version }) => version)).at(-1)).toBe(40);
    expect((await versions(other)).toSorted()).toEqual([
      [task, 34],
      [uuid('7', 2), 40],
    ]);
  });
});

describe('when the phone cannot keep it', () => {
  test('[S2] a full disk rejects, and leaves everything as it was, on disk and in memory', async () => {
    const store = openTab();
    await store.write({ changes: [put(task, 3)] });
    const heard = await listen(store);
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    const write = store.write({ changes: [put(task, 4)], add: [comment(uuid('f', 1))] });
    await expect(write).rejects.toMatchObject({ type: 'full' });
    full.mockRestore();
    expect(heard).toEqual([]);
    expect(await versions(store)).toEqual([[task, 3]]);
    await store.write({ changes: [put(task, 4)] });
    expect(await versions(store)).toEqual([[task, 4]]);
  });

  test('[S2] a database that was taken away rejects, and is not taken for an empty one', async () => {
    const [store, other] = [openTab(), openTab()];
    await store.write({ add: [comment(uuid('f', 1))] });
    const heard = await listen(store);
    await other.destroy();
    tabs.deliver();
    await expect(store.write({ add: [comment(uuid('f', 2))] })).rejects.toMatchObject({
      type: 'lost',
    });
    expect(heard).toEqual([]);
  });
});

describe('other versions of the app', () => {
  const rewrite = async (store: 'head' | 'outbox', change: (entry: object) => object) => {
    const database = await openStore(factory, name);
    await transact(database, { stores: [store], mode: 'readwrite' }, async (of) => {
      const cursor = await result(of(store).openCursor());
      cursor?.update(change(cursor.value as object));
    });
    database.close();
  };

  test('[S6] a record of a newer version stays, whatever this one does', async () => {
    const store = openTab();
    await store.write({ changes: [put(task, 3)], add: [comment(uuid('f', 1))] });
    await store.close();
    await rewrite('outbox', (entry) => ({ ...entry, format: outboxFormat + 1 }));
    const older = openTab();
    await older.write({ dropRows: true, remove: [uuid('f', 1)], add: [comment(uuid('f', 2))] });
    const { outbox, unread } = await older.load();
    expect(outbox).toMatchObject([{ key: uuid('f', 2), seq: 2 }]);
    expect(unread).toMatchObject([{ key: uuid('f', 1), why: 'newer' }]);
  });

  test('[S7] rows of another version are shown as far as they can be read, and asked for again', async () => {
    const store = openTab();
    const damaged = { ...put(uuid('7', 2), 3), row: { id: uuid('7', 2) } } as unknown as Change;
    await store.write({ changes: [put(task, 3), damaged], cursor: '1.e.s.3' });
    await store.close();
    await rewrite('head', (entry) => ({ ...entry, rowsFormat: 0 }));
    const newer = openTab();
    expect(await versions(newer)).toEqual([[task, 3]]);
    expect((await newer.load()).cursor).toBe('outdated');
    await newer.write({ dropRows: true, changes: [put(task, 3)], cursor: '1.e.s.4' });
    expect((await newer.load()).cursor).toBe('1.e.s.4');
  });
});

describe('[S4] sign-out', () => {
  test('takes the rows, and keeps the records that the server has not taken', async () => {
    const store = openTab();
    await store.write({
      changes: [put(task, 3)],
      cursor: '1.e.s.3',
      add: [comment(uuid('f', 1)), { ...comment(uuid('f', 2)), state: 'refused' }],
    });
    await store.close();
    expect(await leaveRecordsOnly(factory, name)).toBe(2);
    const { rows, outbox, cursor } = await openTab().load();
    expect([rows.tasks, cursor]).toEqual([[], null]);
    expect(outbox).toMatchObject([{ state: 'waiting' }, { state: 'refused' }]);
  });

  test('takes everything when the server has everything', async () => {
    const store = openTab();
    await store.write({
      changes: [put(task, 3)],
      add: [{ ...comment(uuid('f', 1)), state: 'confirmed', version: 4 }],
    });
    await store.close();
    expect(await leaveRecordsOnly(factory, name)).toBe(0);
    expect(await factory.databases()).toEqual([]);
  });
});
