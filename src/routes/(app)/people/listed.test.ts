import { describe, expect, it, vi } from 'vitest';
import { nameQuery } from '$lib/domain/people/search';
import { shortCode } from '$lib/domain/people/short-code';
import { personRow, uuid } from '$lib/sync/testing/rows';
import { listedPeople } from './listed';
import { PeopleSearch } from './search';

const older = personRow(uuid('a', 1), {
  created_at: '2024-12-08T03:00:00Z',
  given: 'خالد',
  family: 'الخطيب',
});
const newer = personRow(uuid('a', 2), { created_at: '2024-12-08T05:00:00Z' });
const merged = personRow(uuid('a', 3), {
  created_at: '2024-12-08T06:00:00Z',
  given: 'Khaled',
  merged_into: older.id,
});
const people = [older, merged, newer];

const found = async (text: string, withMerged = false) => {
  const signal = new AbortController().signal;
  const pause = () => Promise.resolve();
  const matches = await new PeopleSearch().find(people, nameQuery(text), pause, signal);
  return listedPeople(people, matches, withMerged).map(({ id }) => id);
};

describe('the list of people', () => {
  it('begins with the newest', () => {
    expect(listedPeople(people, null, true)).toEqual([merged, newer, older]);
  });

  it('leaves out a record that stands for another one, until it is asked for', async () => {
    expect(listedPeople(people, null, false)).toEqual([newer, older]);
    expect(await found('khaled')).toEqual([older.id]);
    expect(await found('khaled', true)).toEqual([merged.id, older.id]);
  });

  it('shows a merged record to whoever has its code', async () => {
    expect(await found(shortCode(merged.id))).toEqual([merged.id]);
  });

  it('finds a name written in the other script, and somebody without one by the code', async () => {
    expect(await found('Khalid al-Khatib')).toEqual([older.id]);
    expect(await found(shortCode(newer.id).toLowerCase())).toEqual([newer.id]);
    expect(await found('Nobody')).toEqual([]);
  });
});

describe('the search', () => {
  const search = new PeopleSearch();

  it('finds what somebody else calls them', () => {
    const known = personRow(uuid('a', 4), { also_known_as: ['الدكتور'] });
    expect(search.match(known, nameQuery('الدكتور'))).not.toBeNull();
  });

  it('makes a row ready once, however often it is searched', () => {
    const given = vi.fn(() => 'خالد');
    const person = personRow(uuid('a', 5));
    Object.defineProperty(person, 'given', { get: given });
    search.match(person, nameQuery('خ'));
    const read = given.mock.calls.length;
    search.match(person, nameQuery('خالد'));
    expect(given.mock.calls.length).toBe(read);
  });

  it('stops among thousands when something else is typed', async () => {
    const ended = new AbortController();
    const many = Array.from({ length: 2000 }, (_, at) => personRow(uuid('b', at)));
    const pause = vi.fn(() => {
      ended.abort();
      return Promise.resolve();
    });
    expect(await search.find(many, nameQuery('x'), pause, ended.signal)).toBeNull();
    expect(pause).toHaveBeenCalledTimes(1);
  });
});
