import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tableNames } from '../../src/lib/domain/rows.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeClaim,
  makeEvidence,
  makeFacility,
  makeOperation,
  makePerson,
  makePhoto,
  makeRequest,
  makeReport,
  makeTask,
  mutation,
  pull,
  uuid,
  type Operation,
  type Pulled,
} from './fixture.ts';

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
});

const comment = (body = 'Need light') => mutation(operation.id, 'task.comment', task, { body });
const remove = (table: string, id: string) =>
  db.sql`update ${db.sql(`public.${table}`)} set deleted_at = now() where id = ${id}`;
const keys = (pulled: Pulled) => pulled.changes.map(({ table, id }) => `${table} ${id}`);

/** A case with everything that a case can have, and a report of a hospital. */
const fillCare = async () => {
  const triage = { category: 'delayed', method: 'direct' } as const;
  const care = uuid();
  const hospital = await makeFacility(db, operation);
  await apply(db, operation.medicB, [
    mutation(operation.id, 'care.open', care, { triage }),
    mutation(operation.id, 'care.observe', care, { signs: ['fever'] }),
    mutation(operation.id, 'facility.report', hospital, { status: 'open' }),
  ]);
  await makeReport(db, operation);
};

/** What a list is drawn of comes first [R9]; the page is one of it, or of the rest. */
const partOf = ({ changes }: Pulled) =>
  changes.some(({ table }) => table === 'task_events') ? 'rest' : 'opening';

/** Every page from a cursor on. */
async function pullAll(account: string, cursor: string | null, page: number): Promise<Pulled[]> {
  const pages: Pulled[] = [];
  for (let more = true, at = cursor; more;) {
    const answer = await pull(db, account, operation.id, at, page);
    pages.push(answer);
    ({ more, cursor: at } = answer);
  }
  return pages;
}

describe('[R1] the answer', () => {
  it('has changes by version, oldest first, with the whole row as the table gives it', async () => {
    await apply(db, operation.coordinatorA, [comment(), comment()]);
    const answer = await pull(db, operation.admin, operation.id);
    expect(Object.keys(answer).toSorted()).toEqual([
      'changes',
      'cursor',
      'more',
      'reset',
      'server_at',
    ]);
    const versions = answer.changes.map((change) => change.version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    for (const { table, id, version, op, row } of answer.changes) {
      const [stored] = await db.sql`
        select to_jsonb(t) as row from ${db.sql(`public.${table}`)} t where id = ${id}`;
      expect(row).toEqual(stored?.row);
      expect({ op, version }).toEqual({ op: 'put', version: row?.version });
    }
    expect(Date.parse(answer.server_at)).not.toBeNaN();
    expect(answer.server_at).toMatch(/Z$/);
  });

  it('has deletions as tombstones without the row', async () => {
    const { cursor } = await pull(db, operation.admin, operation.id);
    await remove('sites', operation.site);
    const answer = await pull(db, operation.admin, operation.id, cursor);
    expect(answer.changes).toMatchObject([
      { table: 'sites', id: operation.site, op: 'delete', row: null },
    ]);
  });

  it('brings every synced table to an admin but those of care, and to a medic, parents before children in a version', async () => {
    await db.sql`insert into public.organisations (id, operation_id, code, name_en, name_ar)
      values (${uuid()}, ${operation.id}, 'O', 'Organisation', 'منظمة')`;
    const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
    await apply(db, operation.coordinatorA, [
      mutation(operation.id, 'team.checkin', operation.teamA, { checkin_id: uuid() }),
      mutation(operation.id, 'area.search', operation.area, search),
      mutation(operation.id, 'release.record', uuid(), { men: 1 }),
      mutation(operation.id, 'person.create', uuid(), {}),
    ]);
    await makeEvidence(db, operation);
    await makePhoto(db, operation, await makePerson(db, operation));
    await fillCare();
    await makeClaim(
      db,
      operation,
      await makeRequest(db, operation),
      await makePerson(db, operation),
    );
    const ofCare = ['care_cases', 'triage_entries', 'care_observations', 'care_events'];
    const tables = {
      admin: tableNames.filter((name) => !ofCare.includes(name)),
      medicB: tableNames,
    };
    for (const [who, expected] of Object.entries(tables)) {
      const account = operation[who as keyof typeof tables];
      const { changes } = await pull(db, account, operation.id);
      expect(new Set(changes.map((change) => change.table)), who).toEqual(new Set(expected));
      const places = changes.map(
        ({ table, version }) => version * 100 + tableNames.findIndex((name) => name === table),
      );
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });
});

describe('[R2] what a caller may see', () => {
  const tablesOf = async (account: string) =>
    new Set((await pull(db, account, operation.id)).changes.map((change) => change.table));

  it('is without check-ins, comments and other members for an observer', async () => {
    await apply(db, operation.coordinatorA, [
      comment(),
      mutation(operation.id, 'team.checkin', operation.teamA, { checkin_id: uuid() }),
    ]);
    expect((await tablesOf(operation.observer)).has('checkins')).toBe(false);
    const { changes } = await pull(db, operation.observer, operation.id);
    const rows = (table: string) => changes.filter((change) => change.table === table);
    expect(rows('task_events').map((change) => change.row?.kind)).toEqual(['create']);
    expect(rows('members').map((change) => change.row?.user_id)).toEqual([operation.observer]);
    expect((await tablesOf(operation.medicB)).has('checkins')).toBe(true);
  });

  it('never includes another operation', async () => {
    const elsewhere = await makeOperation(db);
    await addMember(db, elsewhere.id, operation.admin, 'admin');
    const { changes } = await pull(db, operation.admin, operation.id);
    expect(new Set(changes.map((change) => change.row?.operation_id))).toEqual(
      new Set([operation.id]),
    );
  });
});

describe('[R3] pages', () => {
  it.each([1, 2, 3, 7, 500])(
    'of %i rows bring everything once, and no version in two',
    async (page) => {
      await apply(
        db,
        operation.coordinatorA,
        Array.from({ length: 10 }, () =>
          mutation(operation.id, 'task.create', uuid(), { kind: 'search' }),
        ),
      );
      const whole = await pull(db, operation.admin, operation.id, null, 1000);
      const pages = await pullAll(operation.admin, null, page);
      expect(pages.flatMap(keys).toSorted()).toEqual(keys(whole).toSorted());
      expect(pages.at(-1)?.cursor).toBe(whole.cursor);
      const ends = new Set(
        (['opening', 'rest'] as const).map((part) => pages.findLast((one) => partOf(one) === part)),
      );
      for (const [place, next] of pages.slice(1).entries()) {
        const before = pages[place];
        if (!before || partOf(before) !== partOf(next)) continue;
        const last = before.changes.at(-1)?.version ?? 0;
        expect(next.changes[0]?.version).toBeGreaterThan(last);
      }
      for (const one of pages)
        if (!ends.has(one)) expect(one.changes.length).toBeGreaterThanOrEqual(page);
      expect(whole.more).toBe(false);
    },
  );

  it.each([[0], [-5], [1001], [null]])(
    'of %j rows are taken as the nearest that is allowed',
    async (page) => {
      const answer = await pull(db, operation.admin, operation.id, null, page);
      expect(answer.changes.length).toBeGreaterThan(0);
    },
  );

  it('say that there is more only when there is', async () => {
    const { changes } = await pull(db, operation.admin, operation.id);
    const exact = await pull(db, operation.admin, operation.id, null, changes.length);
    expect(exact.more).toBe(false);
    const less = await pull(db, operation.admin, operation.id, null, changes.length - 1);
    expect(less.more).toBe(less.changes.length < changes.length);
  });
});

describe('[R6] the cost', () => {
  it('is that of the indexes by operation and version, in their order, with or without statistics', async () => {
    const plan = await db.as(
      user(operation.coordinatorA),
      (tx) => tx<{ 'QUERY PLAN': string }[]>`
      explain (costs off) select r.version from private.synced_rows r
      where r.operation_id = ${operation.id} and r.version > 0 and r.version > 5 and r.version <= 1000000
      order by r.version limit 500`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('Merge Append');
    expect(text).not.toMatch(/-> +(Incremental )?Sort/);
    expect(text).not.toMatch(/Seq Scan on (?!members)/);
    expect(text.match(/Index (Only )?Scan using \w+_by_version/g)).toHaveLength(tableNames.length);
  });
});

describe('[R7] the first page', () => {
  it('sends no tombstones', async () => {
    await remove('sites', operation.site);
    const { changes } = await pull(db, operation.admin, operation.id);
    expect(changes.map((change) => change.op)).not.toContain('delete');
    expect(changes.map((change) => change.id)).not.toContain(operation.site);
  });
});

describe('last seen', () => {
  const seenAt = async (account: string) => {
    const [row] = await db.sql<{ seen_at: Date }[]>`
      select seen_at from public.member_presence where user_id = ${account}`;
    return row?.seen_at;
  };

  it('is noted by a pull, at most once a minute', async () => {
    expect(await seenAt(operation.observer)).toBeUndefined();
    await pull(db, operation.observer, operation.id);
    const first = await seenAt(operation.observer);
    expect(first).toBeInstanceOf(Date);
    await pull(db, operation.observer, operation.id);
    expect(await seenAt(operation.observer)).toEqual(first);
    await db.sql`update public.member_presence set seen_at = seen_at - interval '61 seconds'
      where user_id = ${operation.observer}`;
    await pull(db, operation.observer, operation.id);
    expect((await seenAt(operation.observer))?.getTime()).toBeGreaterThanOrEqual(
      first?.getTime() ?? 0,
    );
  });

  it('does not stop a pull from a read-only copy of the database', async () => {
    const [row] = await db.as(user(operation.medicB), async (tx) => {
      await tx`set transaction read only`;
      return tx<{ answer: Pulled }[]>`select public.pull_changes(${operation.id}) as answer`;
    });
    expect(row?.answer.changes.length).toBeGreaterThan(0);
    expect(await seenAt(operation.medicB)).toBeUndefined();
  });
});
