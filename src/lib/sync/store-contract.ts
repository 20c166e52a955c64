/** What every LocalStore must do; the test file of each store runs it on its own. */
import { describe, expect, test } from 'vitest';
import { newRecord } from './outbox.ts';
import type { LocalStore, StoreChange } from './store.ts';
import { taskRow, uuid } from './testing/rows.ts';

const put = (id: string, version: number) => ({
  table: 'tasks' as const,
  id,
  version,
  op: 'put' as const,
  row: taskRow(id, { version }),
});
const gone = (id: string, version: number) => ({
  table: 'tasks' as const,
  id,
  version,
  op: 'delete' as const,
  row: null,
});
const comment = (key: string) =>
  newRecord({
    id: key,
    operation_id: uuid('0'),
    kind: 'task.comment',
    entity_id: uuid('7', 1),
    base_version: 1,
    payload: { body: 'heard knocking' },
    device_at: '2024-12-08T04:00:00Z',
  });

/** @param open a new, empty store */
export const describeLocalStore = (name: string, open: () => Promise<LocalStore>): void => {
  const task = uuid('7', 1);
  const [first, second, third] = [uuid('f', 1), uuid('f', 2), uuid('f', 3)];
  const versions = async (store: LocalStore) =>
    (await store.load()).rows.tasks.map(({ id, version }) => [id, version]);

  describe(name, () => {
    test('is empty at first', async () => {
      const { rows, outbox, cursor } = await (await open()).load();
      expect([Object.values(rows).flat(), outbox, cursor]).toEqual([[], [], null]);
    });

    test('keeps rows, records and the cursor of one write together', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 3)], cursor: '1.e.s.3', add: [comment(first)] });
      const { rows, outbox, cursor } = await store.load();
      expect(rows.tasks).toEqual([taskRow(task, { version: 3 })]);
      expect(outbox).toMatchObject([{ key: first, state: 'waiting' }]);
      expect(cursor).toBe('1.e.s.3');
    });

    test('a row never goes back to an older version', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 3)] });
      await store.write({ changes: [put(task, 2), gone(task, 2)] });
      expect(await versions(store)).toEqual([[task, 3]]);
    });

    test('the same version again changes nothing that can be seen', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 3)] });
      await store.write({ changes: [put(task, 3)] });
      expect(await versions(store)).toEqual([[task, 3]]);
    });

    test('a deletion takes the row away', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 3)] });
      await store.write({ changes: [gone(task, 4)] });
      expect(await versions(store)).toEqual([]);
    });

    test('[R4] rows are dropped before the changes of the same write, and the outbox stays', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 9)], add: [comment(first)] });
      await store.write({ dropRows: true, changes: [put(uuid('7', 2), 1)], cursor: '1.n.s.1' });
      expect(await versions(store)).toEqual([[uuid('7', 2), 1]]);
      expect((await store.load()).outbox).toHaveLength(1);
    });

    test('[K3] records keep the order in which they were made, whatever becomes of others', async () => {
      const store = await open();
      await store.write({ add: [comment(second), comment(first)] });
      await store.write({ remove: [second] });
      await store.write({ add: [comment(third), comment(second)] });
      const { outbox } = await store.load();
      expect(outbox.map(({ key }) => key)).toEqual([first, third, second]);
      expect(new Set(outbox.map(({ seq }) => seq)).size).toBe(3);
    });

    test('[K1] a record that is there already is not added twice', async () => {
      const store = await open();
      await store.write({ add: [comment(first)] });
      await store.write({ add: [{ ...comment(first), attempts: 9 }] });
      expect((await store.load()).outbox).toMatchObject([{ key: first, attempts: 0 }]);
    });

    test('a record is changed as a whole', async () => {
      const store = await open();
      await store.write({ add: [comment(first)] });
      const [record] = (await store.load()).outbox;
      if (record)
        await store.write({ update: [{ ...record, state: 'refused', reason: 'own_work' }] });
      expect((await store.load()).outbox).toEqual([
        { ...record, state: 'refused', reason: 'own_work' },
      ]);
    });

    test('a late change never brings a record back that is gone', async () => {
      const store = await open();
      await store.write({ add: [comment(first)] });
      const { outbox } = await store.load();
      await store.write({ remove: [first] });
      await store.write({ update: outbox });
      expect((await store.load()).outbox).toEqual([]);
    });

    describe('[K7] a record takes the place of another', () => {
      const replace = (key: string, by: string) => ({ replace: { key, by: comment(by) } });
      const order = async (store: LocalStore) =>
        (await store.load()).outbox.map(({ key, seq }) => [key, seq]);

      test('with its place in the order, in one write', async () => {
        const store = await open();
        await store.write({ add: [comment(first), comment(second)] });
        const [, [, seq] = []] = await order(store);
        const [[, firstSeq] = []] = await order(store);
        const heard: StoreChange[] = [];
        store.subscribe((change) => heard.push(change));
        await store.write(replace(first, third));
        expect(await order(store)).toEqual([
          [third, firstSeq],
          [second, seq],
        ]);
        expect(heard).toMatchObject([{ records: [{ key: third }], removed: [first] }]);
      });

      test.each(['refused', 'conflict'] as const)('when it is in state %s', async (state) => {
        const store = await open();
        await store.write({ add: [comment(first)] });
        const [record] = (await store.load()).outbox;
        if (record) await store.write({ update: [{ ...record, state }] });
        await store.write(replace(first, second));
        expect((await store.load()).outbox).toMatchObject([{ key: second, state: 'waiting' }]);
      });

      test.each(['sending', 'confirmed'] as const)(
        'but not when it is in state %s: nothing of that write happens then',
        async (state) => {
          const store = await open();
          await store.write({ add: [comment(first)] });
          const [record] = (await store.load()).outbox;
          if (record) await store.write({ update: [{ ...record, state }] });
          const heard: StoreChange[] = [];
          store.subscribe((change) => heard.push(change));
          await store.write({ ...replace(first, second), cursor: '1.e.s.9' });
          const { outbox, cursor } = await store.load();
          expect(outbox).toMatchObject([{ key: first, state }]);
          expect([cursor, heard]).toEqual([null, []]);
        },
      );

      test('but not when it is gone', async () => {
        const store = await open();
        await store.write({ add: [comment(first)] });
        await store.write({ remove: [first] });
        await store.write(replace(first, second));
        expect(await order(store)).toEqual([]);
      });
    });

    test('listeners are told, before the write resolves, what it has really done', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 3)], add: [comment(first)] });
      const heard: StoreChange[] = [];
      const stop = store.subscribe((change) => heard.push(change));
      await store.write({
        changes: [put(task, 2), put(uuid('7', 2), 4)],
        cursor: '1.e.s.4',
        add: [comment(first), comment(second)],
        remove: [third],
      });
      stop();
      await store.write({ remove: [first] });
      expect(heard).toMatchObject([
        {
          dropRows: false,
          changes: [{ id: uuid('7', 2) }],
          cursor: '1.e.s.4',
          records: [{ key: second }],
          removed: [],
        },
      ]);
    });

    test('forgets everything at once', async () => {
      const store = await open();
      await store.write({ changes: [put(task, 3)], cursor: '1.e.s.3', add: [comment(first)] });
      await store.destroy();
      const { rows, outbox, cursor } = await store.load();
      expect([rows.tasks, outbox, cursor]).toEqual([[], [], null]);
    });
  });
};
