/** The daily return by sex and age. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  emtAges,
  emtNotCovered,
  emtOutcomes,
  emtSexes,
} from '../../src/lib/domain/care/emt-daily.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, openCase, type CareOperation } from './care.fixture.ts';
import { dailyOf, dayAgo } from './emt-daily.fixture.ts';
import { makePerson, mutation, send, uuid } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeCareOperation(db);
});

/** What one case that was opened today has. */
const sexAndAge = async (person_id: string | null) => {
  await openCase(db, operation, operation.medicB, 'minor', { person_id });
  const { new_cases_by_sex_and_age: table } = await dailyOf(db, operation, dayAgo(0));
  return Object.entries(table).flatMap(([sex, ages]) =>
    Object.entries(ages).flatMap(([age, count]) => Array<string>(count).fill(`${sex} ${age}`)),
  );
};
const born = (years: number) => Number(dayAgo(0).slice(0, 4)) - years;

describe('[M7] new cases by sex and age', () => {
  it('are those of the linked person, and follow a correction of the record', async () => {
    const person = await makePerson(db, operation, { sex: 'female', age_group: 'elderly' });
    expect(await sexAndAge(person)).toEqual(['female 65_and_over']);
    await send(
      db,
      operation.coordinatorA,
      mutation(operation.id, 'person.update', person, {
        set: { sex: 'male' },
        base: { sex: 'female' },
      }),
    );
    expect((await dailyOf(db, operation, dayAgo(0))).new_cases_by_sex_and_age).toMatchObject({
      male: { '65_and_over': 1 },
      female: { '65_and_over': 0 },
    });
  });

  it('are those of the record that stands for a merged one', async () => {
    const [first, second, third] = [
      await makePerson(db, operation, { sex: 'female', age_group: 'adult' }),
      await makePerson(db, operation, { sex: 'unknown' }),
      await makePerson(db, operation, { sex: 'male', age_group: 'infant' }),
    ];
    const merge = (id: string, into: string) =>
      send(
        db,
        operation.medicB,
        mutation(operation.id, 'person.merge', id, { into, reasons: ['mother'] }),
      );
    await merge(first, second);
    await merge(second, third);
    expect(await sexAndAge(first)).toEqual(['male under_1']);
  });

  it.each([
    ['nobody', () => Promise.resolve(null)],
    ['somebody who is not here yet', () => Promise.resolve(uuid())],
    [
      'somebody of another operation',
      async () => makePerson(db, await makeCareOperation(db), { sex: 'female' }),
    ],
    [
      'a record that was taken away',
      async () => {
        const id = await makePerson(db, operation, { sex: 'female' });
        await db.sql`update public.people set deleted_at = now() where id = ${id}`;
        return id;
      },
    ],
  ])('are unknown where the case is linked to %s', async (_, person) => {
    expect(await sexAndAge(await person())).toEqual(['unknown unknown']);
  });

  it.each([
    ['infant', 'under_1'],
    ['child', '1_to_17'],
    ['adolescent', '5_to_17'],
    ['adult', '18_to_64'],
    ['elderly', '65_and_over'],
    ['unknown', 'unknown'],
  ] as const)(
    'an age seen as %s is %s: a child is not put on one side of 5',
    async (group, age) => {
      const person = await makePerson(db, operation, { age_group: group });
      expect(await sexAndAge(person)).toEqual([`unknown ${age}`]);
    },
  );

  it.each([
    [0, 'under_1'],
    // Not yet one or one already: the record's group decides.
    [1, '1_to_17'],
    [4, '1_to_4'],
    [5, '1_to_17'],
    [6, '5_to_17'],
    [17, '5_to_17'],
    [18, '1_to_17'],
    [19, '18_to_64'],
    [65, '1_to_17'],
    [66, '65_and_over'],
    [-1, '1_to_17'],
  ])('a child of the record who turns %i this year is %s', async (years, age) => {
    const person = await makePerson(db, operation, { age_group: 'child', birth_year: born(years) });
    expect(await sexAndAge(person)).toEqual([`unknown ${age}`]);
  });

  it('have every word of the lists, also on a day without cases', async () => {
    const daily = await dailyOf(db, operation, '2024-12-01');
    const { new_cases_by_sex_and_age: table } = daily;
    expect(Object.keys(table).toSorted()).toEqual(emtSexes.toSorted());
    for (const ages of Object.values(table))
      expect(Object.keys(ages).toSorted()).toEqual(emtAges.toSorted());
    expect(Object.keys(daily.outcomes).toSorted()).toEqual(emtOutcomes.toSorted());
    expect(daily.not_covered).toEqual([...emtNotCovered]);
  });
});
