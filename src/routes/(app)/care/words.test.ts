import { expect, it } from 'vitest';
import { personRow, uuid } from '$lib/sync/testing/rows';
import { personOf } from './words';

it('a case is about the record that stands for the one it was linked to', () => {
  const [first, second] = [uuid('b', 1), uuid('b', 2)];
  const people = [
    personRow(first, { merged_into: second, age_group: 'unknown' }),
    personRow(second, { age_group: 'child' }),
  ];
  const operation = { person: (id: string | null) => people.find((one) => one.id === id) };
  expect(personOf(operation, { person_id: first })?.age_group).toBe('child');
  expect(personOf(operation, { person_id: second })?.id).toBe(second);
  expect(personOf(operation, { person_id: uuid('b', 3) })).toBeUndefined();
  expect(personOf(operation, { person_id: null })).toBeUndefined();
});
