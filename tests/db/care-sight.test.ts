import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, openCase, type CareOperation } from './care.fixture.ts';
import { mutation, pull, send, uuid } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
/** One case of team A, one of team B, one of no team. */
let cases: { a: string; b: string; none: string };
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeCareOperation(db);
  cases = {
    a: await openCase(db, operation, operation.coordinatorA, 'immediate'),
    b: await openCase(db, operation, operation.medicB),
    none: await openCase(db, operation, operation.medic),
  };
  for (const care of Object.values(cases)) await observe(care);
});

const secret = 'Old fracture of the wrist';
const observe = (care: string) =>
  send(
    db,
    operation.medicB,
    mutation(operation.id, 'care.observe', care, { signs: ['fracture'], note: secret }),
  );
const ofCare = ['care_cases', 'triage_entries', 'care_observations', 'care_events'] as const;
type Seen = Record<(typeof ofCare)[number], string[]>;

/** By table of care, the cases of which a pull brings rows. */
const pulled = async (account: string, cursor: string | null = null): Promise<Seen> => {
  const { changes } = await pull(db, account, operation.id, cursor);
  const rowsOf = (table: string) => changes.filter((change) => change.table === table);
  return Object.fromEntries(
    ofCare.map((table) => [
      table,
      rowsOf(table)
        .map(({ id, row }) => (table === 'care_cases' ? id : row?.['case_id']))
        .toSorted(),
    ]),
  ) as Seen;
};
const nothing: Seen = {
  care_cases: [],
  triage_entries: [],
  care_observations: [],
  care_events: [],
};

describe('[R2] what a pull has of care', () => {
  it('is everything for a medic of whatever team', async () => {
    const all = Object.values(cases).toSorted();
    for (const account of [operation.medicA, operation.medicB, operation.medic])
      expect(await pulled(account)).toEqual({
        care_cases: all,
        triage_entries: all,
        care_observations: all,
        care_events: all,
      });
  });

  it('is the own team’s cases and their hand-off for a coordinator, and nothing clinical', async () => {
    expect(await pulled(operation.coordinatorA)).toEqual({
      ...nothing,
      care_cases: [cases.a],
      care_events: [cases.a],
    });
    expect(await pulled(operation.coordinatorB)).toEqual({
      ...nothing,
      care_cases: [cases.b],
      care_events: [cases.b],
    });
    const { changes } = await pull(db, operation.coordinatorA, operation.id);
    expect(JSON.stringify(changes)).not.toContain(secret);
    expect(JSON.stringify(changes)).not.toContain('fracture');
  });

  it('is nothing for a coordinator without a team, an admin and an observer, of a team too', async () => {
    const { coordinator, admin, adminA, observer, observerA } = operation;
    for (const account of [coordinator, admin, adminA, observer, observerA])
      expect(await pulled(account)).toEqual(nothing);
  });

  it('is the reports of facilities for everyone', async () => {
    const { id, hospital, medicB, observer, admin, coordinatorA } = operation;
    await send(db, medicB, mutation(id, 'facility.report', hospital, { status: 'full' }));
    for (const account of [observer, admin, coordinatorA, medicB]) {
      const { changes } = await pull(db, account, id);
      const reports = changes.filter(({ table }) => table === 'facility_reports');
      expect(reports.map(({ row }) => row?.status)).toEqual(['full']);
    }
  });
});

describe('[R4] what leaves a caller’s sight', () => {
  const become = (account: string, role: string, team: string | null) =>
    db.as(
      user(operation.admin),
      (tx) =>
        tx`select public.set_member(${operation.id}, ${account}, ${role}, ${team}, true, ${role})`,
    );

  it.each([
    ['a coordinator who comes to another team', 'coordinatorA', 'coordinator', 'b'],
    ['a medic who becomes coordinator of a team', 'medicB', 'coordinator', 'a'],
    ['a coordinator who loses the team', 'coordinatorA', 'coordinator', null],
    ['a medic who becomes admin', 'medicB', 'admin', null],
  ] as const)('%s starts over with what they may see now', async (_name, who, role, place) => {
    const account = operation[who];
    const { cursor } = await pull(db, account, operation.id);
    const team = { a: operation.teamA, b: operation.teamB };
    await become(account, role, place && team[place]);
    expect((await pull(db, account, operation.id, cursor)).reset).toBe(true);
    const mine = place ? [cases[place]] : [];
    expect(await pulled(account, cursor)).toEqual({
      ...nothing,
      care_cases: mine,
      care_events: mine,
    });
  });

  it('is never a case by its own change: its team stays, for the service key too', async () => {
    const callers: Caller[] = [{ role: 'service_role' }];
    for (const caller of callers)
      for (const table of ['care_cases', 'care_events'])
        await expect(
          db.as(
            caller,
            (tx) => tx`update ${tx(`public.${table}`)} set team_id = ${operation.teamB}
              where team_id = ${operation.teamA}`,
          ),
        ).rejects.toMatchObject({ code: '55000' });
  });
});

describe('[B3] what is heard of care', () => {
  it('is that something changed: no row and no id, whoever listens', async () => {
    await db.sql`delete from realtime.messages`;
    const { id, coordinatorA, medicB, hospital } = operation;
    const step = { from: 'triaged', to: 'in_transport', facility_id: hospital } as const;
    const triage = { category: 'minor', method: 'direct' } as const;
    await send(db, coordinatorA, mutation(id, 'care.open', uuid(), { triage }));
    await send(db, medicB, mutation(id, 'care.triage', cases.a, triage));
    await observe(cases.a);
    await send(db, coordinatorA, mutation(id, 'care.step', cases.a, step));
    const late = { from: 'triaged', to: 'died' } as const;
    expect((await send(db, coordinatorA, mutation(id, 'care.step', cases.a, late))).outcome).toBe(
      'conflict',
    );
    await send(db, coordinatorA, mutation(id, 'care.link', cases.a, { person_id: uuid() }));
    await db.sql`update public.care_cases set needs_review = false where id = ${cases.a}`;
    const messages = await db.sql<{ event: string; payload: Record<string, unknown> }[]>`
      select event, payload - 'id' as payload from realtime.messages order by inserted_at, event`;
    expect(messages.filter(({ event }) => event === 'change')).toHaveLength(7);
    expect(messages.filter(({ event }) => event === 'changed')).toHaveLength(7);
    for (const { event, payload } of messages) {
      if (event === 'changed') expect(Object.keys(payload)).toEqual(['version']);
      else expect(payload).toMatchObject({ partial: true, changes: [] });
    }
  });

  it('is a report of a facility whole', async () => {
    await db.sql`delete from realtime.messages`;
    const report = mutation(operation.id, 'facility.report', operation.hospital, {
      status: 'closed',
    });
    await send(db, operation.coordinatorA, report);
    const [message] = await db.sql<{ payload: unknown }[]>`
      select payload from realtime.messages`;
    expect(message?.payload).toMatchObject({
      partial: false,
      changes: [{ table: 'facility_reports', id: report.id, row: { status: 'closed' } }],
    });
  });
});

describe('[M5] the log and care', () => {
  const logOf = (account: string) =>
    db.as(
      user(account),
      (tx) => tx<{ id: string; kind: string; payload: Record<string, unknown> }[]>`
        select id, kind, payload from public.events
        where operation_id = ${operation.id} order by seq`,
    );
  const words = [secret, 'fracture', 'immediate', 'direct', 'in_transport'];

  it('have who, when and about which case, and a hash in place of what was said', async () => {
    const refused = mutation(operation.id, 'care.observe', cases.a, { note: secret });
    expect((await send(db, operation.coordinatorA, refused)).reason).toBe('not_allowed');
    const log = await logOf(operation.admin);
    const clinical = log.filter(({ kind }) => kind.startsWith('care.'));
    expect(clinical).toHaveLength(7);
    for (const { payload } of clinical)
      expect(payload).toEqual({ sealed: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    for (const account of [operation.admin, operation.coordinatorA, operation.medicB])
      for (const word of words)
        expect(JSON.stringify(await logOf(account)), word).not.toContain(word);
  });

  it('so does the export, and its chain holds', async () => {
    const [exported] = await db.as(
      user(operation.admin),
      (tx) => tx<{ answer: unknown }[]>`
        select jsonb_agg(to_jsonb(e)) as answer
        from public.export_events(${operation.id}, 0, 1000) e`,
    );
    expect(JSON.stringify(exported)).toContain('sealed');
    for (const word of words) expect(JSON.stringify(exported), word).not.toContain(word);
    const [chain] = await db.sql<{ whole: boolean }[]>`
      select bool_and(e.hash = private.event_hash(e)) as whole
      from public.events e where operation_id = ${operation.id}`;
    expect(chain?.whole).toBe(true);
  });

  it('so does what was discarded, and a letter of an account that has lost its access', async () => {
    const { id, coordinatorA, medicA } = operation;
    const said = { signs: ['fracture'], note: secret };
    const record = uuid();
    const discard = mutation(id, 'record.discard', record, {
      record_id: record,
      kind: 'care.observe',
      entity_id: cases.a,
      payload: said,
      reason: secret,
      state: 'refused',
    });
    expect((await send(db, coordinatorA, discard)).outcome).toBe('applied');
    await db.sql`update public.members set active = false where user_id = ${medicA}`;
    const late = mutation(id, 'care.observe', cases.a, { note: secret });
    await db.as(
      { role: 'service_role' },
      (tx) => tx`select public.apply_letters(${tx.json([{ author: medicA, mutation: late }])})`,
    );
    const log = await logOf(operation.admin);
    expect(log.map((event) => event.id)).toEqual(expect.arrayContaining([discard.id, late.id]));
    expect(log.find((event) => event.id === discard.id)?.payload).toMatchObject({
      record_id: record,
      kind: 'care.observe',
    });
    expect(JSON.stringify(log)).not.toContain(secret);
    expect(JSON.stringify(log)).not.toContain('fracture');
  });

  it('the payload itself is kept where no role of the API reads, and the hash binds it', async () => {
    const found = await db.sql<{ sealed: string; text: string }[]>`
      select e.payload ->> 'sealed' as sealed, s.salt || e'\n' || s.payload as text
      from public.events e join private.sealed_payloads s on s.event_id = e.id
      where e.operation_id = ${operation.id}`;
    expect(found).toHaveLength(6);
    for (const { sealed, text } of found)
      expect(createHash('sha256').update(text).digest('hex')).toBe(sealed);
    expect(found.map(({ text }) => text).join()).toContain(secret);
    const callers: Caller[] = [user(operation.medicB), user(operation.admin)];
    for (const caller of [...callers, { role: 'service_role' } as const])
      await expect(
        db.as(caller, (tx) => tx`select from private.sealed_payloads`),
      ).rejects.toMatchObject({ code: '42501' });
  });
});
