import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  callers,
  closedToTheServiceKey,
  executing,
  reading,
  type CallerName,
  type Sight,
} from './catalogue.expected.ts';
import {
  addMember,
  makeAccount,
  makeClaim,
  makeEvidence,
  makePhoto,
  makeFacility,
  makeOperation,
  makePerson,
  makeRequest,
  makeReport,
  makeTask,
  mutation,
  pull,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let who: Record<CallerName, Caller>;

const tables = Object.keys(reading);

beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  const elsewhere = await makeOperation(db);
  const deactivated = await makeAccount(db);
  await addMember(db, operation.id, deactivated, 'admin');
  who = {
    anon: { role: 'anon' },
    outsider: user(elsewhere.admin),
    deactivated: user(deactivated),
    observer: user(operation.observer),
    coordinator: user(operation.coordinatorA),
    medic: user(operation.medicB),
    admin: user(operation.admin),
    service_role: { role: 'service_role' },
  };
  await fillEveryTable(deactivated);
});
afterAll(() => db.close());

/** At least one row of the operation in every table, and rows of one's own where they count. */
async function fillEveryTable(deactivated: string) {
  const { id, admin, coordinatorA, coordinatorB, medicB, observer, teamA, teamB } = operation;
  await db.sql`insert into public.organisations (id, operation_id, code, name_en, name_ar)
    values (${uuid()}, ${id}, 'O', 'Organisation', 'منظمة')`;
  const task = await makeTask(db, operation, { team_id: teamA });
  for (const account of [coordinatorA, medicB]) {
    await send(db, account, mutation(id, 'task.comment', task, { body: 'Stairs are blocked' }));
  }
  await send(db, coordinatorA, mutation(id, 'team.checkin', teamA, { checkin_id: uuid() }));
  await send(db, coordinatorB, mutation(id, 'team.checkin', teamB, { checkin_id: uuid() }));
  await send(db, coordinatorA, mutation(id, 'release.record', uuid(), { women: 1 }));
  const search = { search_id: uuid(), method: 'visual', result: 'nothing_found' } as const;
  await send(db, coordinatorA, mutation(id, 'person.create', uuid(), {}));
  await send(db, medicB, mutation(id, 'person.create', uuid(), {}));
  await send(db, coordinatorA, mutation(id, 'area.search', operation.area, search));
  await fillCare();
  await makeClaim(db, operation, await makeRequest(db, operation), await makePerson(db, operation));
  await makeReport(db, operation, { kind: 'claim' });
  await makeReport(db, operation, { kind: 'lead', access_code: '1207' });
  await makeEvidence(db, operation);
  await makePhoto(db, operation, await makePerson(db, operation));
  for (const account of [admin, coordinatorA, medicB, observer, deactivated]) {
    await pull(db, account, id);
    await db.sql`insert into public.profiles values (${account}, 'Account')`;
    await db.as(
      user(account),
      (tx) => tx`select public.register_device(${uuid()}, ${`B${'A'.repeat(86)}=`})`,
    );
  }
  await db.sql`update public.members set active = false where user_id = ${deactivated}`;
}

/** A case of each team, with everything that a case can have; a report of a hospital. */
async function fillCare() {
  const { id, admin, coordinatorA, medicB } = operation;
  const hospital = await makeFacility(db, operation);
  const triage = { category: 'delayed', method: 'direct' } as const;
  for (const account of [coordinatorA, medicB]) {
    const care = uuid();
    await send(db, account, mutation(id, 'care.open', care, { triage }));
    await send(db, medicB, mutation(id, 'care.observe', care, { signs: ['fever'] }));
  }
  await send(db, admin, mutation(id, 'facility.report', hospital, { status: 'open' }));
}

/** Whether its rows belong to accounts, whatever operations they are in. */
const isOfAccounts = (table: string) => ['profiles', 'devices'].includes(table);

/** The condition for rows of the operation under test, by table. */
const ofOperation = (table: string) =>
  isOfAccounts(table)
    ? db.sql`user_id in (select user_id from public.members where operation_id = ${operation.id})`
    : db.sql`operation_id = ${operation.id}`;

async function see(caller: Caller, table: string): Promise<Sight> {
  const counted = await db.sql<{ all: number }[]>`
    select count(*)::int as all from ${db.sql(`public.${table}`)} where ${ofOperation(table)}`;
  const everything = counted[0]?.all ?? 0;
  expect(everything, `${table} has rows to see`).toBeGreaterThan(0);
  const rows = await db
    .as(
      caller,
      (tx) => tx<{ row: Record<string, unknown> }[]>`
      select to_jsonb(t) as row from ${tx(`public.${table}`)} t`,
    )
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === '42501') return null;
      throw error;
    });
  if (rows === null) return 'none';
  const accounts = await db.sql<{ user_id: string }[]>`
    select user_id from public.members where operation_id = ${operation.id}`;
  const inOperation = rows.filter(({ row }) =>
    isOfAccounts(table)
      ? accounts.some((account) => account.user_id === row.user_id)
      : row.operation_id === operation.id,
  );
  if (inOperation.length === 0) return 'nothing';
  if (inOperation.length === everything) return 'all';
  const me = 'sub' in caller ? caller.sub : null;
  const isOwn = ({ row }: (typeof rows)[number]) => row.user_id === me || row.actor === me;
  return inOperation.every(isOwn) ? 'own' : 'some';
}

describe('every table and view of schema public', () => {
  it('has an entry, and no entry is left over', async () => {
    const found = await db.sql<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')
      order by 1`;
    expect(found.map((relation) => relation.name)).toEqual(tables.toSorted());
  });

  it('has row level security on', async () => {
    const open = await db.sql`
      select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`;
    expect(open).toEqual([]);
  });

  it('has policies for authenticated alone, named as sentences', async () => {
    const policies = await db.sql<{ policyname: string; roles: string[]; cmd: string }[]>`
      select policyname, roles::text[] as roles, cmd from pg_policies where schemaname = 'public'`;
    expect(policies.length).toBeGreaterThan(0);
    for (const policy of policies) {
      expect(policy.roles).toEqual(['authenticated']);
      expect(policy.cmd).toBe('SELECT');
      expect(policy.policyname).toMatch(/^[A-Z][a-z].* .* /);
    }
  });

  it('says in a comment what it is', async () => {
    const silent = await db.sql`
      select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
        and obj_description(oid, 'pg_class') is null`;
    expect(silent).toEqual([]);
  });

  for (const table of tables) {
    for (const caller of callers) {
      const expected = reading[table]?.[caller];
      it(`${table}: ${caller} reads ${expected ?? '?'}`, async () => {
        expect(await see(who[caller], table)).toBe(expected);
      });
    }
  }
});

describe('[W10] writing past the door', () => {
  const denied = { code: '42501' };

  for (const table of tables) {
    for (const caller of callers.filter((name) => name !== 'service_role')) {
      it(`${table}: ${caller} neither inserts, updates, deletes nor truncates`, async () => {
        const as = <T>(work: Parameters<typeof db.as<T>>[1]) => db.as(who[caller], work);
        const name = `public.${table}`;
        await expect(as((tx) => tx`insert into ${tx(name)} default values`)).rejects.toMatchObject(
          denied,
        );
        const column = ['profiles', 'devices', 'operations'].includes(table)
          ? 'created_at'
          : 'operation_id';
        await expect(
          as((tx) => tx`update ${tx(name)} set ${tx(column)} = ${tx(column)}`),
        ).rejects.toMatchObject(denied);
        await expect(as((tx) => tx`delete from ${tx(name)}`)).rejects.toMatchObject(denied);
        await expect(as((tx) => tx`truncate ${tx(name)} cascade`)).rejects.toMatchObject(denied);
      });
    }

    it(`${table}: the service key never deletes${closedToTheServiceKey.includes(table) ? ', nor writes' : ', but writes'}`, async () => {
      const rights = await db.sql<{ right: string; granted: boolean }[]>`
        select r as right, has_table_privilege('service_role', ${`public.${table}`}, r) as granted
        from unnest(array['insert', 'update', 'delete', 'truncate']) r`;
      const writes = !closedToTheServiceKey.includes(table);
      expect(Object.fromEntries(rights.map(({ right, granted }) => [right, granted]))).toEqual({
        insert: writes,
        update: writes,
        delete: false,
        truncate: false,
      });
    });
  }
});

describe('every function', () => {
  it('of schema public has an entry, and no entry is left over', async () => {
    const found = await db.sql<{ signature: string }[]>`
      select proname || '(' || pg_get_function_identity_arguments(oid) || ')' as signature
      from pg_proc where pronamespace = 'public'::regnamespace`;
    expect(found.map((row) => row.signature).toSorted()).toEqual(Object.keys(executing).toSorted());
  });

  for (const [signature, roles] of Object.entries(executing)) {
    it(`${signature.replace(/\(.*/, '')} is for ${roles.join(' and ')} alone`, async () => {
      const found = await db.sql<{ grantee: string }[]>`
        select r as grantee from pg_proc p, unnest(array['anon', 'authenticated', 'service_role']) r
        where p.pronamespace = 'public'::regnamespace
          and proname || '(' || pg_get_function_identity_arguments(oid) || ')' = ${signature}
          and has_function_privilege(r, p.oid, 'execute')`;
      expect(found.map((row) => row.grantee).toSorted()).toEqual([...roles].toSorted());
    });
  }

  it('that runs with its owner’s rights fixes its search path and stays in schema private', async () => {
    const found = await db.sql<{ name: string; schema: string; config: string[] | null }[]>`
      select proname as name, pronamespace::regnamespace::text as schema, proconfig as config
      from pg_proc where prosecdef and pronamespace in ('public'::regnamespace, 'private'::regnamespace)`;
    expect(found.length).toBeGreaterThan(5);
    for (const { name, schema, config } of found) {
      expect(schema, name).toBe('private');
      expect(config, name).toContain('search_path=""');
    }
  });

  it('of schema private says in a comment what it is', async () => {
    const silent = await db.sql`
      select proname from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and obj_description(oid, 'pg_proc') is null`;
    expect(silent).toEqual([]);
  });

  it('of schema private that a caller may execute is one of a short list', async () => {
    const found = await db.sql<{ name: string; roles: string[] }[]>`
      select proname as name, array_agg(r order by r) as roles
      from pg_proc p, unnest(array['anon', 'authenticated', 'service_role']) r
      where p.pronamespace = 'private'::regnamespace and has_function_privilege(r, p.oid, 'execute')
      group by proname order by proname`;
    expect(Object.fromEntries(found.map(({ name, roles }) => [name, roles]))).toEqual({
      apply_letters: ['service_role'],
      apply_mutations: ['authenticated'],
      care_counts: ['authenticated'],
      change: ['authenticated'],
      create_operation: ['service_role'],
      emt_daily: ['authenticated'],
      end_sessions: ['service_role'],
      ensure_letter_key: ['service_role'],
      erase_expired: ['service_role'],
      evidence_counts: ['authenticated'],
      export_events: ['authenticated'],
      export_evidence: ['authenticated'],
      find_account: ['service_role'],
      list_accounts: ['authenticated'],
      may_hear: ['authenticated'],
      may_read_evidence: ['authenticated'],
      may_read_photo: ['authenticated'],
      may_store_evidence: ['authenticated'],
      may_store_photo: ['authenticated'],
      my_admin_operations: ['authenticated'],
      my_coordinated_teams: ['authenticated'],
      my_desk_operations: ['authenticated'],
      my_field_operations: ['authenticated'],
      my_medical_operations: ['authenticated'],
      my_operations: ['authenticated'],
      my_sight: ['authenticated'],
      note_account_action: ['authenticated'],
      note_presence: ['authenticated'],
      opens: ['authenticated'],
      phones_heard: ['authenticated'],
      people_counts: ['authenticated'],
      photos_to_clear: ['service_role'],
      pull_page: ['authenticated'],
      read_cursor: ['authenticated'],
      read_letter_keys: ['service_role'],
      record_evidence_check: ['service_role'],
      register_device: ['authenticated'],
      request_wipe: ['authenticated'],
      rows_to_come: ['authenticated'],
      set_member: ['authenticated'],
      tracing_counts: ['authenticated'],
      write_cursor: ['authenticated'],
    });
  });
});

it('schema private is closed to anon', async () => {
  const [row] = await db.sql<{ anon: boolean }[]>`
    select has_schema_privilege('anon', 'private', 'usage') as anon`;
  expect(row?.anon).toBe(false);
});
