import { describe, expect, it } from 'vitest';
import type { Person, PersonPhoto } from '$lib/domain/rows';
import { onePerRecord, photosOf } from './photosOf';

const people: Record<string, Partial<Person>> = {
  one: { merged_into: null },
  two: { merged_into: 'one' },
  other: { merged_into: null },
};
const photo = (id: string, person_id: string, taken_at: string) =>
  ({ id, person_id, taken_at }) as unknown as PersonPhoto;
const photos = [
  photo('a', 'one', '2024-12-08T10:00:00Z'),
  photo('b', 'two', '2024-12-08T12:00:00Z'),
  photo('c', 'other', '2024-12-08T13:00:00Z'),
  photo('d', 'one', '2024-12-08T11:00:00Z'),
];
const person = (id: string | null) => people[id ?? ''] as Person | undefined;

describe('the photographs of a person', () => {
  it('are those of both records after a merge, on the page of either, the newest first', () => {
    for (const of of ['one', 'two'])
      expect(photosOf({ photos, person }, of).map(({ id }) => id)).toEqual(['b', 'd', 'a']);
    expect(photosOf({ photos, person }, 'other').map(({ id }) => id)).toEqual(['c']);
  });

  it('[G3] end with one word for each record that has some', () => {
    const records = onePerRecord(photosOf({ photos, person }, 'one'));
    expect(records.map(({ person_id }) => person_id)).toEqual(['two', 'one']);
  });
});
