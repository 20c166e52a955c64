/** What an observer may know of people: how many. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  personAgeGroups,
  personConditions,
  personSexes,
} from '../../src/lib/domain/people/record.ts';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makePerson,
  mutation,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let elsewhere: Operation;
let person: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  elsewhere = await makeOperation(db);
  person = await makePerson(db, operation, {
    sex: 'male',
    age_group: 'adult',
    condition: 'injured',
  });
  await makePerson(db, elsewhere, { sex: 'female' });
});

describe('people_counts', () => {
  type Counts = {
    total: number;
    by_sex_and_age_group: Record<string, Record<string, number>>;
    by_condition: Record<string, number>;
  };
  const countsFor = async (caller: Caller, id = operation.id) => {
    const [row] = await db.as(
      caller,
      (tx) => tx<{ counts: Counts }[]>`select public.people_counts(${id}) as counts`,
    );
    return row?.counts;
  };

  it('are numbers by the words of the closed lists, and nothing else', async () => {
    const counts = await countsFor(user(operation.observer));
    expect(Object.keys(counts ?? {}).toSorted()).toEqual([
      'by_condition',
      'by_sex_and_age_group',
      'total',
    ]);
    expect(Object.keys(counts?.by_condition ?? {}).toSorted()).toEqual(personConditions.toSorted());
    expect(Object.keys(counts?.by_sex_and_age_group ?? {}).toSorted()).toEqual(
      personSexes.toSorted(),
    );
    for (const ages of Object.values(counts?.by_sex_and_age_group ?? {})) {
      expect(Object.keys(ages).toSorted()).toEqual(personAgeGroups.toSorted());
      for (const amount of Object.values(ages)) expect(amount).toBeTypeOf('number');
    }
    for (const amount of Object.values(counts?.by_condition ?? {}))
      expect(amount).toBeTypeOf('number');
    expect(counts?.total).toBe(1);
  });

  it('count each person once: not those merged or taken away, nor another operation', async () => {
    const [twin, gone] = [
      await makePerson(db, operation, { sex: 'male', age_group: 'adult', condition: 'stable' }),
      await makePerson(db, operation, { sex: 'female', age_group: 'infant' }),
    ];
    await makePerson(db, operation, { sex: 'female', age_group: 'child', condition: 'stable' });
    await makePerson(db, operation);
    await apply(db, operation.admin, [
      mutation(operation.id, 'person.merge', twin, { into: person, reasons: [] }),
      mutation(operation.id, 'person.update', gone, {
        set: { deleted: true },
        base: { deleted: false },
      }),
    ]);
    const counts = await countsFor(user(operation.observer));
    expect(counts).toMatchObject({
      total: 3,
      by_sex_and_age_group: {
        male: { adult: 1, unknown: 0 },
        female: { infant: 0, child: 1 },
        unknown: { unknown: 1 },
      },
      by_condition: { injured: 1, stable: 1, unknown: 1, critical: 0 },
    });
    const cells = Object.values(counts?.by_sex_and_age_group ?? {}).flatMap((ages) =>
      Object.values(ages),
    );
    expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(3);
  });

  it.each(['observer', 'coordinatorA', 'medicB', 'admin'] as const)(
    'are the same for every member: %s',
    async (who) => {
      expect(await countsFor(user(operation[who]))).toEqual(
        await countsFor(user(operation.observer)),
      );
    },
  );

  it('are for nobody else', async () => {
    const deactivated = await makeAccount(db);
    await addMember(db, operation.id, deactivated, 'medic', operation.teamA);
    await db.sql`update public.members set active = false where user_id = ${deactivated}`;
    for (const account of [deactivated, elsewhere.admin, await makeAccount(db)])
      await expect(countsFor(user(account))).rejects.toMatchObject({
        code: '42501',
        message: 'not_a_member',
      });
    await expect(countsFor({ role: 'anon' })).rejects.toMatchObject({ code: '42501' });
    await expect(
      db.as(user(operation.admin), (tx) => tx`select public.people_counts(null)`),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
