/** Claims are for all, leads for coordinators and admins: what each role gets by each way in [D1], [D5]. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maySeeLeads } from '../../src/lib/domain/permissions.ts';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
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
let claim: string;
let lead: string;
const code = 'code-7719';
const informant = 'informant-abu-salem';
const told = 'a door behind the third shelf';
const secrets = [code, informant, told];

type Transaction = Parameters<Parameters<TestDatabase['as']>[1]>[0];

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  claim = await makeReport(db, operation, { text: 'All are out', source: 'An association' });
  lead = await makeReport(db, operation, {
    kind: 'lead',
    text: told,
    access_code: code,
    informant,
    site_id: operation.site,
  });
});

const tables = ['reports', 'report_events'] as const;
const follow = (account: string, kind: 'claim' | 'lead') => {
  const id = kind === 'claim' ? claim : lead;
  return apply(db, account, [
    mutation(operation.id, 'report.update', id, {
      set: { source: kind === 'claim' ? 'A newspaper' : informant },
      base: { source: kind === 'claim' ? 'An association' : null },
    }),
    mutation(operation.id, 'report.grade', id, {
      reliability: 'C',
      credibility: '3',
      from: { reliability: 'F', credibility: '6' },
      reason: told,
    }),
    mutation(operation.id, 'report.status', id, {
      status: 'disputed',
      from: 'unverified',
      reason: told,
    }),
    mutation(operation.id, 'report.status', id, {
      status: 'refuted',
      from: 'unverified',
      reason: told,
    }),
    mutation(operation.id, 'report.assign', id, {
      assigned_team_id: operation.teamA,
      from_team_id: null,
      reason: told,
    }),
  ]);
};

const readAs = (caller: Caller, table: string) =>
  db.as(
    caller,
    (tx) => tx<{ report: string }[]>`
      select coalesce(to_jsonb(t) ->> 'report_id', id::text) as report
      from ${tx(`public.${table}`)} t`,
  );
const read = async (account: string, table: string) =>
  new Set((await readAs(user(account), table)).map(({ report }) => report));

describe('[D1] reports and their history are read', () => {
  it.each([
    ['admin', 'admin', null],
    ['coordinatorA', 'coordinator', 'teamA'],
    ['coordinatorB', 'coordinator', 'teamB'],
    ['medicB', 'medic', 'teamB'],
    ['observer', 'observer', null],
  ] as const)('by %s as far as maySeeLeads says', async (who, role: Role, team) => {
    const may = maySeeLeads({ role, teamId: team && operation[team] });
    for (const table of tables)
      expect(await read(operation[who], table)).toEqual(new Set(may ? [claim, lead] : [claim]));
  });

  it('not by a deactivated member, nor by an admin of another operation', async () => {
    const gone = await makeAccount(db);
    await addMember(db, operation.id, gone, 'admin');
    await db.sql`update public.members set active = false where user_id = ${gone}`;
    const elsewhere = await makeOperation(db);
    for (const account of [gone, elsewhere.admin])
      for (const table of tables) expect(await read(account, table)).toEqual(new Set());
  });

  it('not by anon at all', async () => {
    for (const table of tables)
      await expect(readAs({ role: 'anon' }, table)).rejects.toMatchObject({ code: '42501' });
  });

  it('[R2] by pull as by select, with the history of what became of them', async () => {
    await follow(operation.coordinatorA, 'claim');
    await follow(operation.coordinatorA, 'lead');
    for (const account of [operation.observer, operation.medicB]) {
      const { changes } = await pull(db, account, operation.id);
      const ofReports = changes.filter(({ table }) =>
        (tables as readonly string[]).includes(table),
      );
      expect(ofReports.filter(({ table }) => table === 'report_events')).toHaveLength(6);
      expect(JSON.stringify(ofReports)).not.toContain(lead);
      for (const secret of [code, informant]) expect(JSON.stringify(changes)).not.toContain(secret);
    }
    const { changes } = await pull(db, operation.coordinatorB, operation.id);
    expect(changes.filter(({ table }) => table === 'report_events')).toHaveLength(12);
    expect(JSON.stringify(changes)).toContain(code);
  });

  it.each(['observer', 'medic'] as const)(
    '[R4] not by a coordinator who has become %s, from the next pull on',
    async (role) => {
      const account = await makeAccount(db);
      await addMember(db, operation.id, account, 'coordinator', operation.teamA);
      const { cursor } = await pull(db, account, operation.id);
      await db.sql`update public.members set role = ${role} where user_id = ${account}`;
      const answer = await pull(db, account, operation.id, cursor);
      expect(answer.reset).toBe(true);
      expect(JSON.stringify(answer.changes)).not.toContain(lead);
    },
  );

  it('[R4] a report never changes its kind, for the service key neither', async () => {
    const service: Caller = { role: 'service_role' };
    for (const write of [
      (tx: Transaction) => tx`update public.reports set kind = 'claim' where id = ${lead}`,
      (tx: Transaction) =>
        tx`update public.report_events set report_kind = 'claim' where report_id = ${lead}`,
    ])
      await expect(db.as(service, write)).rejects.toMatchObject({ code: '55000' });
  });

  it('a claim has no room for a code, an informant or a task, for the service key neither', async () => {
    const task = await makeTask(db, operation);
    for (const write of [
      (tx: Transaction) => tx`update public.reports set access_code = 'x' where id = ${claim}`,
      (tx: Transaction) => tx`update public.reports set informant = 'x' where id = ${claim}`,
      (tx: Transaction) => tx`update public.reports set task_id = ${task} where id = ${claim}`,
    ])
      await expect(db.as({ role: 'service_role' }, write)).rejects.toMatchObject({ code: '23514' });
    const answer = await send(
      db,
      operation.admin,
      mutation(operation.id, 'report.create', uuid(), {
        kind: 'claim',
        text: 'x',
        access_code: code,
      }),
    );
    expect(answer).toMatchObject({ reason: 'invalid_payload', field: 'access_code' });
  });

  it('[D4] a claim is never superseded by a lead, whose id it would give away', async () => {
    const answer = await send(
      db,
      operation.admin,
      mutation(operation.id, 'report.status', claim, {
        status: 'superseded',
        from: 'unverified',
        superseded_by: lead,
        reason: 'Better',
      }),
    );
    expect(answer).toMatchObject({ reason: 'invalid_payload', field: 'superseded_by' });
  });
});

const messages = () =>
  db.sql<{ topic: string; event: string; payload: { partial?: boolean; changes?: unknown[] } }[]>`
    select topic, event, payload - 'id' as payload from realtime.messages
    order by (payload ->> 'version')::int, event`;

describe('[B2] [B3] live', () => {
  it('every kind about a lead is a version without rows to all', async () => {
    await db.sql`delete from realtime.messages`;
    const made = mutation(operation.id, 'report.create', uuid(), {
      kind: 'lead',
      text: told,
      access_code: code,
    });
    const task = await makeTask(db, operation);
    await db.sql`delete from realtime.messages`;
    const answers = [
      await send(db, operation.coordinatorA, made),
      ...(await follow(operation.coordinatorA, 'lead')),
      await send(
        db,
        operation.coordinatorA,
        mutation(operation.id, 'report.task', lead, { task_id: task, from_task_id: null }),
      ),
    ];
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      ...['applied', 'applied', 'applied', 'applied', 'conflict', 'applied', 'applied'],
    ]);
    const topic = `operation:${operation.id}`;
    const epoch = expect.any(String) as string;
    expect(await messages()).toEqual(
      answers.flatMap(({ version }) => [
        { topic, event: 'change', payload: { version, epoch, partial: true, changes: [] } },
        { topic: `${topic}:restricted`, event: 'changed', payload: { version } },
      ]),
    );
  });

  it('of a claim all hear the row and the entry of its history', async () => {
    await db.sql`delete from realtime.messages`;
    await follow(operation.coordinatorA, 'claim');
    const heard = (await messages()).map(({ event, payload }) => [
      event,
      payload.partial,
      (payload.changes as { table: string }[]).map(({ table }) => table),
    ]);
    expect(heard).toEqual(Array.from({ length: 5 }, () => ['change', false, [...tables]]));
  });

  it('[B6] a write past the door says no more of a lead', async () => {
    for (const write of [
      (tx: Transaction) => tx`update public.reports set text = ${told} where id = ${lead}`,
      (tx: Transaction) =>
        tx`update public.report_events set why = ${told} where report_id = ${lead}`,
    ]) {
      await db.sql`delete from realtime.messages`;
      await db.as({ role: 'service_role' }, write);
      expect(await messages()).toHaveLength(2);
      for (const secret of [...secrets, lead])
        expect(JSON.stringify(await messages())).not.toContain(secret);
    }
  });
});

describe('what an observer, or a medic, could try', () => {
  const tries = async (work: (tx: Transaction) => Promise<unknown>): Promise<unknown[]> => [
    await db.as(user(operation.observer), work as Parameters<typeof db.as>[1]),
    await db.as(user(operation.medicB), work as Parameters<typeof db.as>[1]),
  ];

  it('to come from the site, to count, to read the view behind pull', async () => {
    for (const work of [
      (tx: Transaction) => tx`select r.id from public.sites s
        join public.reports r on r.site_id = s.id where s.id = ${operation.site}`,
      (tx: Transaction) => tx`select id from public.reports where kind = 'lead'`,
      (tx: Transaction) => tx`select id from public.report_events where report_kind = 'lead'`,
      (tx: Transaction) => tx`select image from private.synced_rows
        where entity in ('reports', 'report_events') and image::text like ${`%${lead}%`}`,
    ])
      expect(await tries(work)).toEqual([[], []]);
  });

  it('to let an error quote a code: a cast, a division', async () => {
    for (const filter of [
      (tx: Transaction) => tx`select id from public.reports where access_code::text::int > 0`,
      (tx: Transaction) =>
        tx`select id from public.reports where 1 / (char_length(informant) - ${informant.length}) > 0`,
      (tx: Transaction) =>
        tx`select id from public.report_events where (detail #>> '{new,access_code}')::int > 0`,
    ])
      expect(await tries(filter)).toEqual([[], []]);
    // The same filter does meet the rows of whoever may read them.
    await expect(
      db.as(
        user(operation.coordinatorA),
        (tx) => tx`select id from public.reports where access_code::text::int > 0`,
      ),
    ).rejects.toMatchObject({ code: '22P02' });
  });

  it('to write past the door, which says nothing of the row', async () => {
    for (const account of [operation.observer, operation.medicB, operation.coordinatorA]) {
      const refusal: unknown = await db
        .as(
          user(account),
          (tx) => tx`update public.reports set text = 'x' where id = ${lead} returning access_code`,
        )
        .catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: '42501' });
      const whole = JSON.stringify(refusal, Object.getOwnPropertyNames(refusal));
      for (const secret of secrets) expect(whole).not.toContain(secret);
    }
  });

  it('[D2] to tell by the answer whether a lead is there', async () => {
    const ask = (id: string) => [
      mutation(operation.id, 'report.create', id, { kind: 'claim', text: 'x' }),
      mutation(operation.id, 'report.update', id, { set: {} }),
      mutation(operation.id, 'report.grade', id, { reliability: 'A', credibility: '1' }),
      mutation(operation.id, 'report.status', id, { status: 'refuted', reason: 'x' }),
      mutation(operation.id, 'report.assign', id, { assigned_team_id: null }),
      mutation(operation.id, 'report.task', id, { task_id: null }),
    ];
    for (const account of [operation.observer, operation.medicB]) {
      const answers = await apply(db, account, [...ask(lead), ...ask(uuid())]);
      expect(
        new Set(answers.map(({ reason, field, version }) => [reason, field, version].join())),
      ).toEqual(new Set(['not_allowed,,']));
    }
  });
});

describe('[D5] the log', () => {
  const logOf = (account: string) =>
    db.as(
      user(account),
      (tx) => tx<{ id: string; payload: Record<string, unknown> }[]>`
        select id, payload from public.events`,
    );

  it('has a hash in place of what was said of a lead, for admins and for its author', async () => {
    await follow(operation.coordinatorA, 'lead');
    for (const account of [operation.admin, operation.coordinatorA])
      for (const secret of secrets)
        expect(JSON.stringify(await logOf(account)), secret).not.toContain(secret);
    const [exported] = await db.as(
      user(operation.admin),
      (tx) => tx<{ answer: unknown }[]>`
        select jsonb_agg(to_jsonb(e)) as answer
        from public.export_events(${operation.id}, 0, 1000) e`,
    );
    expect(JSON.stringify(exported)).toContain('sealed');
    for (const secret of secrets) expect(JSON.stringify(exported), secret).not.toContain(secret);
  });

  it('says of a claim what was said', async () => {
    const [, graded] = await follow(operation.coordinatorA, 'claim');
    const events = await logOf(operation.admin);
    expect(events.find(({ id }) => id === graded?.id)?.payload).toMatchObject({
      reliability: 'C',
      reason: told,
    });
  });

  it('so it is with whatever was refused, discarded, came too late or is about nothing here', async () => {
    const { id, coordinatorA, medicB, observer } = operation;
    const said = { kind: 'lead', text: told, access_code: code } as const;
    const discard = mutation(id, 'record.discard', uuid(), {
      record_id: uuid(),
      kind: 'report.create',
      entity_id: uuid(),
      payload: said,
      reason: 'Told twice',
      state: 'refused',
    });
    const drafts = [
      [medicB, mutation(id, 'report.create', uuid(), said)],
      [observer, mutation(id, 'report.create', uuid(), said)],
      [coordinatorA, mutation(id, 'report.create', uuid(), { ...said, kind: 'claim' })],
      [coordinatorA, mutation(id, 'report.update', uuid(), { set: { text: told } })],
      [coordinatorA, mutation(id, 'report.update', claim, { set: { informant } })],
      [medicB, discard],
    ] as const;
    for (const [account, draft] of drafts)
      expect((await send(db, account, draft)).outcome).toBe(
        draft === discard ? 'applied' : 'rejected',
      );
    await db.sql`update public.members set active = false where user_id = ${coordinatorA}`;
    const late = mutation(id, 'report.update', lead, { set: { access_code: code } });
    await db.as(
      { role: 'service_role' },
      (tx) =>
        tx`select public.apply_letters(${tx.json([{ author: coordinatorA, mutation: late }])})`,
    );
    const log = await logOf(operation.admin);
    expect(log.map((event) => event.id)).toEqual(
      expect.arrayContaining([late.id, ...drafts.map(([, draft]) => draft.id)]),
    );
    for (const account of [operation.admin, medicB])
      for (const secret of secrets)
        expect(JSON.stringify(await logOf(account)), secret).not.toContain(secret);
  });

  it('the hash binds the payload, which no role of the API reads', async () => {
    const found = await db.sql<{ sealed: string; text: string }[]>`
      select e.payload ->> 'sealed' as sealed, s.salt || e'\n' || s.payload as text
      from public.events e join private.sealed_payloads s on s.event_id = e.id
      where e.operation_id = ${operation.id}`;
    expect(found).toHaveLength(1);
    for (const { sealed, text } of found)
      expect(createHash('sha256').update(text).digest('hex')).toBe(sealed);
    const callers: Caller[] = [user(operation.admin), user(operation.coordinatorA)];
    for (const caller of [...callers, { role: 'service_role' } as const])
      await expect(
        db.as(caller, (tx) => tx`select from private.sealed_payloads`),
      ).rejects.toMatchObject({ code: '42501' });
  });
});
