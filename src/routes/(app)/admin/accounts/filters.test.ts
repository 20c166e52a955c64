import { describe, expect, it } from 'vitest';
import type { Member } from '$lib/domain/rows';
import {
  accountFilterQuery,
  accountsOf,
  filterAccounts,
  isLastAdmin,
  parseAccountFilters,
} from './filters.ts';

const team = 'a0000000-0000-4000-8000-000000000001';
const member = (user_id: string, given: Partial<Member> = {}): Member => ({
  id: `member ${user_id}`,
  operation_id: 'operation',
  version: 1,
  created_at: '2024-12-08T08:00:00Z',
  updated_at: '2024-12-08T08:00:00Z',
  deleted_at: null,
  user_id,
  role: 'coordinator',
  team_id: null,
  active: true,
  display_name: user_id,
  wipe_count: 0,
  ...given,
});
const login = (address: string, hasJoined = true) => ({ address, seenAt: null, hasJoined });

const members = [
  member('b', { display_name: 'مكتب الشمال', team_id: team }),
  member('a', { display_name: 'Desk', role: 'admin' }),
  member('c', { display_name: 'Aid', active: false }),
];
const accounts = accountsOf(
  members,
  new Map([
    ['a', login('desk@example.org')],
    ['b', login('north@account.invalid', false)],
  ]),
);
const none = parseAccountFilters(new URLSearchParams());
const shown = (query: string) =>
  filterAccounts(accounts, parseAccountFilters(new URLSearchParams(query))).map(
    ({ userId }) => userId,
  );

describe('the list of accounts', () => {
  it('has those who can come in first, by name', () => {
    expect(shown('')).toEqual(['a', 'b', 'c']);
  });

  it('tells who never came, and counts nobody as absent before the server has told', () => {
    expect(accounts.map(({ state }) => state)).toEqual(['waiting', 'active', 'inactive']);
    expect(accountsOf([member('d')], new Map())[0]?.state).toBe('active');
  });

  it.each([
    ['q=الشمآل', ['b']],
    ['q=DESK', ['a']],
    ['q=north', ['b']],
    ['role=admin', ['a']],
    [`team=${team}`, ['b']],
    ['team=none', ['a', 'c']],
    ['state=inactive', ['c']],
    ['state=waiting&role=admin', []],
  ])('is narrowed by %s', (query, users) => {
    expect(shown(query)).toEqual(users);
  });

  it('keeps its filters in the address, and takes nothing else from it', () => {
    const filters = { text: 'x', role: 'medic', team: 'none', state: 'waiting' } as const;
    expect(parseAccountFilters(new URLSearchParams(accountFilterQuery(filters)))).toEqual(filters);
    expect(parseAccountFilters(new URLSearchParams('role=king&team=1&state=x'))).toEqual(none);
    expect(accountFilterQuery(none)).toBe('');
  });
});

it('the last admin is known, whoever was one before', () => {
  expect(isLastAdmin(members, 'a')).toBe(true);
  expect(isLastAdmin(members, 'b')).toBe(false);
  expect(isLastAdmin([...members, member('d', { role: 'admin' })], 'a')).toBe(false);
  expect(isLastAdmin([...members, member('d', { role: 'admin', active: false })], 'a')).toBe(true);
});
