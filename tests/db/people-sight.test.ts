/** People are restricted: what each role gets by each way in, and what an observer could try. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maySeePeople } from '../../src/lib/domain/permissions.ts';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makePerson,
  makeTask,
  mutation,
  pull,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let elsewhere: Operation;
let deactivated: string;
let person: string;
const name = 'خالد الخطيب';

type Transaction = Parameters<Parameters<TestDatabase['as']>[1]>[0];

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  elsewhere = await makeOperation(db);
  deactivated = await makeAccount(db);
  await addMember(db, operation.id, deactivated, 'medic', operation.teamA);
  await db.sql`update public.members set active = false where user_id = ${deactivated}`;
  person = await makePerson(db, operation, {
    given: name,
    sex: 'male',
    age_group: 'adult',
    condition: 'injured',
    found_site_id: operation.site,
    found_area_id: operation.area,
    found_task_id: await makeTask(db, operation, { team_id: operation.teamA }),
  });
  await makePerson(db, elsewhere, { given: name, sex: 'female' });
});

const tables = ['people', 'person_events'] as const;
const readAs = (caller: Caller, table: string) =>
  db.as(
    caller,
    (tx) => tx<{ id: string; operation_id: string }[]>`
      select id, operation_id from ${tx(`public.${table}`)}`,
  );

describe('people and their history are read', () => {
  it.each(['admin', 'coordinatorA', 'coordinatorB', 'medicB'] as const)(
    'by %s, in the own operation alone',
    async (who) => {
      for (const table of tables) {
        const rows = await readAs(user(operation[who]), table);
        expect(rows.map((row) => row.operation_id)).toEqual([operation.id]);
      }
    },
  );

  it('not by an observer, a deactivated member or a stranger', async () => {
    const stranger = await makeAccount(db);
    for (const account of [operation.observer, deactivated, stranger])
      for (const table of tables) expect(await readAs(user(account), table)).toEqual([]);
  });

  it('not by anon at all', async () => {
    for (const table of tables)
      await expect(readAs({ role: 'anon' }, table)).rejects.toMatchObject({ code: '42501' });
  });

  it('by whoever the screens show them to', () => {
    expect(maySeePeople({ role: 'coordinator', teamId: null })).toBe(true);
    expect(maySeePeople({ role: 'medic', teamId: null })).toBe(true);
    expect(maySeePeople({ role: 'admin', teamId: null })).toBe(true);
    expect(maySeePeople({ role: 'observer', teamId: null })).toBe(false);
  });

  it('[R2] by pull as by select: an observer pulls neither', async () => {
    const tablesOf = async (account: string) =>
      new Set((await pull(db, account, operation.id)).changes.map(({ table }) => table));
    for (const table of tables) {
      expect(await tablesOf(operation.coordinatorB)).toContain(table);
      expect(await tablesOf(operation.observer)).not.toContain(table);
    }
    const pulled = await pull(db, operation.observer, operation.id);
    expect(JSON.stringify(pulled)).not.toContain(name);
    expect(JSON.stringify(pulled)).not.toContain(person);
  });

  it('[R2] not by a coordinator who has become an observer, from the next pull on', async () => {
    const account = await makeAccount(db);
    await addMember(db, operation.id, account, 'coordinator', operation.teamA);
    const { cursor } = await pull(db, account, operation.id);
    await db.sql`update public.members set role = 'observer' where user_id = ${account}`;
    const answer = await pull(db, account, operation.id, cursor);
    expect(answer.reset).toBe(true);
    expect(JSON.stringify(answer.changes)).not.toContain(person);
  });
});

describe('[B3] live', () => {
  it('every kind is announced to all as a version without rows, and hinted on the restricted topic', async () => {
    const other = await makePerson(db, operation);
    await db.sql`delete from realtime.messages`;
    const answers = await apply(db, operation.medicB, [
      mutation(operation.id, 'person.create', uuid(), { given: name }),
      mutation(operation.id, 'person.update', person, {
        set: { kunya: name },
        base: { kunya: null },
      }),
      mutation(operation.id, 'person.update', person, {
        set: { kunya: 'x' },
        base: { kunya: null },
      }),
      mutation(operation.id, 'person.merge', person, { into: other, reasons: [name] }),
      mutation(operation.id, 'person.unmerge', person, { reason: name }),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied',
      'conflict',
      'applied',
      'applied',
    ]);
    const messages = await db.sql<{ topic: string; event: string; payload: object }[]>`
      select topic, event, payload - 'id' as payload from realtime.messages
      order by (payload ->> 'version')::int, event`;
    const topic = `operation:${operation.id}`;
    const epoch = expect.any(String) as string;
    expect(messages).toEqual(
      answers.flatMap(({ version }) => [
        { topic, event: 'change', payload: { version, epoch, partial: true, changes: [] } },
        { topic: `${topic}:restricted`, event: 'changed', payload: { version } },
      ]),
    );
  });

  it('[B6] a write past the door says no more', async () => {
    const writes = [
      (tx: Transaction) => tx`update public.people set given = ${`${name} ٢`} where id = ${person}`,
      (tx: Transaction) =>
        tx`update public.person_events set detail = detail where person_id = ${person}`,
    ];
    for (const write of writes) {
      await db.sql`delete from realtime.messages`;
      await db.as({ role: 'service_role' }, write);
      const messages = await db.sql`select payload from realtime.messages`;
      expect(messages).toHaveLength(2);
      expect(JSON.stringify(messages)).not.toContain(name);
      expect(JSON.stringify(messages)).not.toContain(person);
    }
  });
});

describe('what an observer could try', () => {
  const tries = <R extends object>(work: Parameters<typeof db.as<R[]>>[1]) =>
    db.as(user(operation.observer), work);

  it('to count', async () => {
    for (const table of tables)
      expect(
        await tries((tx) => tx`select count(*)::int as count from ${tx(`public.${table}`)}`),
      ).toEqual([{ count: 0 }]);
  });

  it('to come from what may be read: a site, an area, a task, a team, the operation', async () => {
    const ways = [
      ['sites', 'id', 'found_site_id'],
      ['site_areas', 'id', 'found_area_id'],
      ['tasks', 'id', 'found_task_id'],
      ['teams', 'id', 'team_id'],
      ['operations', 'id', 'operation_id'],
    ] as const;
    for (const [from, key, reference] of ways) {
      const rows = await tries(
        (tx) => tx<{ people: unknown[] }[]>`
          select (
            select coalesce(json_agg(p), '[]') from public.people p
            where p.${tx(reference)} = t.${tx(key)}
          ) as people
          from ${tx(`public.${from}`)} t`,
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.flatMap((row) => row.people)).toEqual([]);
    }
  });

  it('to read the view behind pull, the log, or what was refused', async () => {
    const rows = await tries(
      (tx) => tx`select id from (select image ->> 'id' as id, entity from private.synced_rows) r
        where entity in ('people', 'person_events')`,
    );
    expect(rows).toEqual([]);
    expect(await tries((tx) => tx`select id from public.events`)).toEqual([]);
    for (const work of [
      (tx: Transaction) => tx`select * from public.export_events(${operation.id})`,
      (tx: Transaction) => tx`select * from private.refused_fields`,
      (tx: Transaction) => tx`select * from private.withdrawn`,
    ])
      await expect(tries(work)).rejects.toMatchObject({ code: '42501' });
  });

  it('to let an error quote a name: a cast, a division, a pattern in the filter', async () => {
    const filters = [
      (tx: Transaction) => tx`select id from public.people where given::text::int > 0`,
      (tx: Transaction) =>
        tx`select id from public.people where 1 / (char_length(given) - ${name.length}) > 0`,
      (tx: Transaction) =>
        tx`select id from public.person_events where (detail #>> '{new,given}')::int > 0`,
    ];
    for (const filter of filters) expect(await tries(filter)).toEqual([]);
    // The same filters do meet the rows of whoever may read them.
    await expect(
      db.as(
        user(operation.medicB),
        (tx) => tx`select id from public.people where given::text::int > 0`,
      ),
    ).rejects.toMatchObject({ code: '22P02' });
  });

  it('to read the statistics that the planner keeps of the columns', async () => {
    await db.sql`analyze public.people`;
    expect(
      await tries(
        (tx) => tx`select * from pg_stats where tablename in ('people', 'person_events')`,
      ),
    ).toEqual([]);
  });

  it('to write past the door, which says nothing of the row', async () => {
    for (const work of [
      (tx: Transaction) =>
        tx`update public.people set given = 'x' where id = ${person} returning given`,
      (tx: Transaction) =>
        tx`insert into public.people (id, operation_id, version) values (${person}, ${operation.id}, 1)
          on conflict (id) do update set given = people.given returning given`,
    ]) {
      const refusal: unknown = await tries(work).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: '42501' });
      expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain(name);
    }
  });

  it('to tell by the answer whether somebody is there', async () => {
    const ask = (id: string) =>
      [
        mutation(operation.id, 'person.create', id, {}),
        mutation(operation.id, 'person.update', id, { set: {} }),
        mutation(operation.id, 'person.merge', id, { into: person, reasons: [] }),
        mutation(operation.id, 'person.unmerge', id, { reason: 'x' }),
      ].map((draft) => send(db, operation.observer, draft));
    const answers = await Promise.all([...ask(person), ...ask(uuid())]);
    expect(
      new Set(answers.map(({ reason, field, version }) => [reason, field, version].join())),
    ).toEqual(new Set(['not_allowed,,']));
  });

  it('to hear the restricted topic', async () => {
    const hears = (account: string) =>
      db.as(user(account), async (tx) => {
        const topic = `operation:${operation.id}:restricted`;
        await tx`select set_config('realtime.topic', ${topic}, true)`;
        return tx`select 1 from realtime.messages where topic = ${topic}`;
      });
    expect(await hears(operation.medicB)).not.toEqual([]);
    expect(await hears(operation.observer)).toEqual([]);
  });
});
