import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeTask,
  mutation,
  pull,
  uuid,
  type Operation,
  type Pulled,
} from './fixture.ts';

const opening = ['operations', 'organisations', 'members', 'teams', 'sites', 'site_areas', 'tasks'];
const page = 8;

let db: TestDatabase;
let operation: Operation;
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
  await apply(db, operation.coordinatorA, [comment(), comment(), comment(), newTask()]);
});

const comment = (body = 'Need light') => mutation(operation.id, 'task.comment', task, { body });
const newTask = () => mutation(operation.id, 'task.create', uuid(), { kind: 'search' });
const next = (cursor: string | null, size = page) =>
  pull(db, operation.coordinatorA, operation.id, cursor, size);
const isOpening = ({ changes }: Pulled) => changes.every(({ table }) => opening.includes(table));

/** Every page; `between` happens after each of them. */
const pages = async (
  size: number,
  between = (_page: Pulled): Promise<unknown> => Promise.resolve(),
) => {
  const all: Pulled[] = [];
  for (let at: string | null = null, more = true; more;) {
    const answer = await next(at, size);
    all.push(answer);
    ({ more, cursor: at } = answer);
    await between(answer);
  }
  return all;
};

/** What a phone has after these pages, by the table and the id. */
const kept = (all: readonly Pulled[]) => {
  const rows = new Map<string, number>();
  for (const { table, id, version, op } of all.flatMap(({ changes }) => changes))
    if (op === 'put') rows.set(`${table} ${id}`, version);
    else rows.delete(`${table} ${id}`);
  return Object.fromEntries([...rows].toSorted());
};

describe('[R9] what a list of tasks is drawn of', () => {
  it.each([1, 3, page, 10])(
    'comes first, in pages of %i rows, and then the rest, once',
    async (size) => {
      const all = await pages(size);
      const firstOfRest = all.findIndex((one) => !isOpening(one));
      expect(firstOfRest).toBeGreaterThan(0);
      const rows = all.slice(firstOfRest).flatMap(({ changes }) => changes);
      expect(rows.filter(({ table }) => opening.includes(table))).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
      const keys = all.flatMap(({ changes }) => changes).map(({ table, id }) => `${table} ${id}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(kept(all)).toEqual(kept([await next(null, 1000)]));
    },
  );

  it('[R7] goes again when it was taken away before the rest came, though that is one page', async () => {
    const first = await pages(page - 1, async ({ cursor }) => {
      if (!cursor.endsWith('.0')) return;
      const gone = { set: { deleted: true }, base: { deleted: false } };
      await apply(db, operation.admin, [
        mutation(operation.id, 'site.update', operation.site, gone),
      ]);
    });
    const opened = first.findIndex(({ changes }) =>
      changes.some(({ id }) => id === operation.site),
    );
    expect(opened).toBe(0);
    const rest = await next(first.filter(isOpening).at(-1)?.cursor ?? null, 1000);
    expect(rest.changes).toContainEqual(
      expect.objectContaining({ table: 'sites', id: operation.site, op: 'delete' }),
    );
    expect(kept([...first.filter(isOpening), rest])).toEqual(kept([await next(null, 1000)]));
  });

  it('comes by version, as all else does, where everything fits into one page', async () => {
    const { changes, more } = await next(null, 1000);
    const versions = changes.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(more).toBe(false);
  });

  it('leaves the version at the end of the cursor at 0 until it is in', async () => {
    const all = await pages(3);
    const rest = all.findIndex((one) => !isOpening(one));
    for (const { cursor } of all.slice(0, rest))
      expect(cursor).toMatch(/^1\.[0-9a-f]+\.[0-9a-f]+-\d+(-\d+)?\.0$/);
    expect(all.at(-1)?.cursor).toMatch(/^1\.[0-9a-f]+\.[0-9a-f]+\.\d+$/);
  });

  it('is whole at the end whatever happens between the pages', async () => {
    const [site, gone] = [operation.site, operation.area];
    let count = 0;
    const all = await pages(3, async () => {
      count += 1;
      if (count > 6) return;
      await apply(db, operation.coordinatorA, [newTask(), comment()]);
      if (count === 2) await db.sql`update public.sites set name_en = 'Renamed' where id = ${site}`;
      if (count === 3)
        await db.sql`update public.site_areas set deleted_at = now() where id = ${gone}`;
    });
    expect(kept(all)).toEqual(kept([await next(null, 1000)]));
    expect(await next(all.at(-1)?.cursor ?? null)).toMatchObject({ changes: [], reset: false });
  });

  it.each(['first', 'second'])('goes on after a start over in the %s part', async (part) => {
    const first = await next(null, part === 'first' ? 2 : 10);
    await db.sql`select private.renew_epochs()`;
    const again = await next(first.cursor, 10);
    expect(again).toMatchObject({ reset: true, more: true });
    expect(isOpening(again)).toBe(true);
  });

  it('is not said to be of a later version than there is', async () => {
    const { cursor } = await next(null, 2);
    const ahead = cursor.replace(/-\d+/, '-999999999');
    expect((await next(ahead)).reset).toBe(true);
  });

  it('is asked of the indexes of its own tables alone', async () => {
    const plan = await db.as(
      user(operation.coordinatorA),
      (tx) => tx<{ 'QUERY PLAN': string }[]>`
      explain (costs off) select r.version from private.rows_to_come(${operation.id}, 5, 1000000, 1000000, true) r
      order by r.version limit 500`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).not.toMatch(/-> +(Incremental )?Sort/);
    expect(text.match(/Index (Only )?Scan using \w+_by_version/g)).toHaveLength(opening.length);
  });

  it('does not come again with the rest', async () => {
    const plan = await db.as(
      user(operation.coordinatorA),
      (tx) => tx<{ 'QUERY PLAN': string }[]>`
      explain (costs off) select r.version from private.rows_to_come(${operation.id}, 5, 1000000, 1000000, false) r
      order by r.version limit 500`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('Merge Append');
    expect(text).not.toMatch(/-> +(Incremental )?Sort/);
    expect(text).not.toMatch(/Seq Scan on (?!members)/);
  });
});
