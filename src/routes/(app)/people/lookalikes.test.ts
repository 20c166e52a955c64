import { describe, expect, it } from 'vitest';
import type { Person } from '$lib/domain/rows';
import { personRow, uuid } from '$lib/sync/testing/rows';
import { likenessRecordOf } from './likenessRecord';
import { byAge, LookalikeFinder } from './lookalikes';

const name = { given: 'خالد', father: 'محمود', family: 'الخطيب', mother: 'فاطمة' };
const one = personRow(uuid('a', 1), { ...name, sex: 'male', created_at: '2024-12-08T03:00:00Z' });
const twice = personRow(uuid('a', 2), {
  given: 'Khaled',
  father: 'Mahmoud',
  family: 'al-Khatib',
  mother: 'Fatima',
  created_at: '2024-12-08T05:00:00Z',
});
const stranger = personRow(uuid('a', 3), { given: 'سمير', family: 'حداد' });
const nobody = personRow(uuid('a', 4));

const finder = new LookalikeFinder();
const find = async (people: readonly Person[], person: Person) =>
  (await finder.find(people, person, () => Promise.resolve(), new AbortController().signal))?.map(
    ({ person: { id }, reasons }) => [id, reasons],
  );

describe('a record as it is compared', () => {
  it('has null where the row says unknown', () => {
    expect(likenessRecordOf(nobody)).toMatchObject({ sex: null, born: null, homePcode: null });
  });

  it('has the sex, and the years of birth from the most exact of what is known', () => {
    expect(likenessRecordOf({ ...one, age_group: 'infant' })).toMatchObject({
      sex: 'male',
      born: { from: 2021, to: 2024 },
    });
    expect(likenessRecordOf({ ...one, age_group: 'infant', birth_year: 2023 }).born).toEqual({
      from: 2023,
      to: 2023,
    });
  });
});

describe('records that may be of one person', () => {
  it('are proposed with their reasons, across scripts, and never the record itself', async () => {
    const people = [one, stranger, twice, nobody];
    const reasons = ['mother', 'given', 'family', 'father'];
    const [found, ...others] = (await find(people, one)) ?? [];
    expect(others).toEqual([]);
    expect(found?.[0]).toBe(twice.id);
    expect(new Set(found?.[1])).toEqual(new Set(reasons));
    expect(await find(people, nobody)).toEqual([]);
  });

  it('are not proposed again when one stands for the other', async () => {
    expect(await find([one, { ...twice, merged_into: one.id }], one)).toEqual([]);
  });

  it('follow what a row says now', async () => {
    expect(await find([one, twice], one)).toHaveLength(1);
    expect(await find([one, { ...twice, ...stranger, id: twice.id }], one)).toEqual([]);
  });

  it('keep the older one, whose code has been used for longer', () => {
    expect(byAge(one, twice)).toEqual({ older: one, newer: twice });
    expect(byAge(twice, one)).toEqual({ older: one, newer: twice });
  });
});
