import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  handoffLimits,
  handoffWaits,
  overdueHandoffs,
  type HandoffCase,
} from '../../src/lib/domain/care/handoff.ts';
import { handoffStatuses, triageCategories } from '../../src/lib/domain/care/vocabulary.ts';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, openCase, putCase, type CareOperation } from './care.fixture.ts';
import { mutation, send } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeCareOperation(db);
});

type Counts = {
  cases: number;
  needs_review: number;
  by_category: Record<string, number>;
  by_handoff: Record<string, number>;
  overdue: Record<string, number>;
};
const countsAs = async (caller: Caller, id = operation.id) => {
  const [row] = await db.as(
    caller,
    (tx) => tx<{ counts: Counts }[]>`select public.care_counts(${id}) as counts`,
  );
  return row?.counts;
};
type Daily = {
  new_cases: number;
  new_cases_by_category: Record<string, number>;
  new_cases_by_sex_and_age: Record<string, Record<string, number>>;
  outcomes: Record<string, number>;
  not_covered: string[];
};
const dailyAs = async (caller: Caller, day: string, id = operation.id) => {
  const [row] = await db.as(
    caller,
    (tx) => tx<{ daily: Daily }[]>`select public.emt_daily(${id}, ${day}::date) as daily`,
  );
  return row?.daily;
};
const step = (id: string, payload: Parameters<typeof mutation<'care.step'>>[3]) =>
  send(db, operation.medicB, mutation(operation.id, 'care.step', id, payload));
const ago = (care: string, minutes: number) =>
  db.sql`update public.care_cases
    set handoff_happened_at = now() - make_interval(mins => ${minutes}) where id = ${care}`;
/** The day in Damascus. */
const today = () => new Date().toLocaleDateString('sv', { timeZone: 'Asia/Damascus' });

describe('[M6] who is told the numbers', () => {
  it('every member, the same numbers, and no id', async () => {
    const care = await openCase(db, operation, operation.coordinatorA);
    const { observer, admin, coordinatorB, medicB } = operation;
    for (const account of [observer, admin, coordinatorB, medicB]) {
      const counts = await countsAs(user(account));
      expect(counts).toMatchObject({ cases: 1, by_category: { delayed: 1, minor: 0, none: 0 } });
      expect(await dailyAs(user(account), today())).toMatchObject({ new_cases: 1 });
      expect(JSON.stringify([counts, await dailyAs(user(account), today())])).not.toContain(care);
    }
  });

  it('nobody else', async () => {
    const elsewhere = await makeCareOperation(db);
    await db.sql`update public.members set active = false where user_id = ${operation.medicA}`;
    for (const account of [elsewhere.admin, operation.medicA]) {
      const denied = { code: '42501', message: 'not_a_member' };
      await expect(countsAs(user(account))).rejects.toMatchObject(denied);
      await expect(dailyAs(user(account), today())).rejects.toMatchObject(denied);
    }
    for (const caller of [{ role: 'anon' }, { role: 'service_role' }] as const) {
      await expect(countsAs(caller)).rejects.toMatchObject({ code: '42501' });
      await expect(dailyAs(caller, today())).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('[M6] care_counts', () => {
  it('counts every category and every status, and not what was deleted', async () => {
    await openCase(db, operation, operation.medicB, null);
    await openCase(db, operation, operation.medicB, 'expectant');
    await putCase(db, operation, await openCase(db, operation, operation.medicB), 'arrived');
    const gone = await openCase(db, operation, operation.medicB);
    await db.sql`update public.care_cases set deleted_at = now() where id = ${gone}`;
    const counts = await countsAs(user(operation.observer));
    expect(Object.keys(counts?.by_category ?? {}).toSorted()).toEqual(
      [...triageCategories, 'none'].toSorted(),
    );
    expect(Object.keys(counts?.by_handoff ?? {}).toSorted()).toEqual(handoffStatuses.toSorted());
    expect(counts).toMatchObject({
      cases: 3,
      needs_review: 0,
      by_category: { none: 1, expectant: 1, delayed: 1 },
      by_handoff: { registered: 1, triaged: 1, arrived: 1 },
    });
  });

  it('counts as overdue exactly what the domain finds overdue, by the limits of the settings', async () => {
    for (const [status, { limitMinutes }] of Object.entries(handoffWaits))
      for (const minutes of [limitMinutes - 1, limitMinutes + 1]) {
        const care = await openCase(db, operation, operation.medicB);
        await putCase(db, operation, care, status as keyof typeof handoffWaits);
        await ago(care, minutes);
      }
    const ended = await openCase(db, operation, operation.medicB);
    await putCase(db, operation, ended, 'discharged');
    await ago(ended, 10_000);
    for (const settings of [{}, { arrived_minutes: 5, in_transport_minutes: 600 }]) {
      await db.sql`update public.operations set settings = ${db.sql.json(settings)}
        where id = ${operation.id}`;
      const rows = await db.sql<{ row: HandoffCase }[]>`
        select to_jsonb(c) as row from public.care_cases c where operation_id = ${operation.id}`;
      const overdue = overdueHandoffs(
        rows.map(({ row }) => row),
        Date.now(),
        handoffLimits(settings),
      );
      const expected = Object.fromEntries(
        Object.keys(handoffWaits).map((status) => [
          status,
          overdue.filter(({ handoff }) => handoff === status).length,
        ]),
      );
      expect((await countsAs(user(operation.observer)))?.overdue).toEqual(expected);
    }
  });
});

describe('[M6] who waits', () => {
  const overdueAfter = async (minutes: number) => {
    const device_at = new Date(Date.now() - minutes * 60_000).toISOString();
    const care = await openCase(db, operation, operation.medicB);
    const asked = mutation(
      operation.id,
      'care.step',
      care,
      { from: 'triaged', to: 'transport_requested', facility_id: operation.hospital },
      { device_at },
    );
    expect((await send(db, operation.medicB, asked)).outcome).toBe('applied');
    return (await countsAs(user(operation.observer)))?.overdue;
  };

  it('has waited since the phone says that it happened, though the server hears of it only now', async () => {
    expect(await overdueAfter(180)).toMatchObject({ transport_requested: 1 });
  });

  it('has not waited before its limit, nor where the phone’s clock is ahead or cannot be right', async () => {
    for (const minutes of [0, 29, -600, 60 * 24 * 30])
      expect(await overdueAfter(minutes)).toMatchObject({ transport_requested: 0 });
  });
});

describe('[M6] emt_daily', () => {
  it('counts new cases by their first look, and those without a person as of unknown sex and age', async () => {
    const care = await openCase(db, operation, operation.medicB, 'minor');
    await send(
      db,
      operation.medicB,
      mutation(operation.id, 'care.triage', care, { category: 'immediate', method: 'direct' }),
    );
    await openCase(db, operation, operation.medicB, null);
    const daily = await dailyAs(user(operation.observer), today());
    expect(daily).toMatchObject({
      new_cases: 2,
      new_cases_by_category: { minor: 1, immediate: 0, none: 1 },
      new_cases_by_sex_and_age: { unknown: { unknown: 2 } },
    });
    expect(daily?.not_covered).toContain('health_events');
  });

  it('counts outcomes apart, and not what was taken back or kept as a conflict', async () => {
    const { clinic } = operation;
    const opened = (put: Parameters<typeof putCase>[3]) =>
      openCase(db, operation, operation.medicB).then(async (id) => {
        await putCase(db, operation, id, put);
        return id;
      });
    const referred = await opened('arrived');
    await step(referred, { from: 'arrived', to: 'received' });
    await step(referred, { from: 'received', to: 'transport_requested', facility_id: clinic });
    await step(await opened('triaged'), { from: 'triaged', to: 'discharged' });
    await step(await opened('triaged'), { from: 'triaged', to: 'died' });
    await step(await opened('received'), { from: 'received', to: 'died' });
    await step(await opened('triaged'), { from: 'triaged', to: 'left', reason: 'With a cousin' });
    const slip = await opened('triaged');
    await step(slip, { from: 'triaged', to: 'died' });
    await step(slip, { from: 'died', to: 'triaged', reason: 'Breathes' });
    expect((await step(slip, { from: 'arrived', to: 'died' })).outcome).toBe('conflict');
    expect((await dailyAs(user(operation.observer), today()))?.outcomes).toEqual({
      admitted: 1,
      referred: 1,
      discharged: 1,
      left: 1,
      died_before_receipt: 1,
      died_in_facility: 1,
    });
  });

  it('takes the day in the operation’s time zone', async () => {
    await openCase(db, operation, operation.medicB);
    await db.sql`update public.care_events set happened_at = '2024-12-08T22:30:00Z'`;
    const newOn = async (day: string) => (await dailyAs(user(operation.admin), day))?.new_cases;
    expect([await newOn('2024-12-08'), await newOn('2024-12-09')]).toEqual([0, 1]);
    await db.sql`update public.operations set settings = '{"time_zone": "UTC"}'
      where id = ${operation.id}`;
    expect([await newOn('2024-12-08'), await newOn('2024-12-09')]).toEqual([1, 0]);
  });
});
