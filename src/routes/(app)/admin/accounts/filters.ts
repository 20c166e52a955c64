/** The accounts of the list, and which of them are shown: kept in the address. */
import type { Member } from '$lib/domain/rows';
import { roles, type Role } from '$lib/domain/vocabulary';
import { fold } from '$lib/i18n/fold';
import type { Login } from './logins';

const accountStates = ['active', 'waiting', 'inactive'] as const;
/** `waiting`: may come in, and never has. */
export type AccountState = (typeof accountStates)[number];

export interface Account {
  userId: string;
  name: string;
  role: Role;
  teamId: string | null;
  state: AccountState;
  /** null while the server has not told. */
  login: Login | null;
}

export const accountsOf = (
  members: readonly Member[],
  logins: ReadonlyMap<string, Login>,
): Account[] =>
  members.map(({ user_id, display_name, role, team_id, active }) => {
    const login = logins.get(user_id) ?? null;
    const state = !active ? 'inactive' : login?.hasJoined === false ? 'waiting' : 'active';
    return { userId: user_id, name: display_name, role, teamId: team_id, state, login };
  });

export interface AccountFilters {
  text: string;
  role: Role | null;
  /** A team's id, or `none` for accounts without one. */
  team: string | null;
  state: AccountState | null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((entry) => entry === value) ?? null;

/** Reads the filters from an address; what it does not know counts as not given. */
export const parseAccountFilters = (params: URLSearchParams): AccountFilters => {
  const team = params.get('team');
  return {
    text: params.get('q') ?? '',
    role: oneOf(roles, params.get('role')),
    team: team !== null && (team === 'none' || uuid.test(team)) ? team : null,
    state: oneOf(accountStates, params.get('state')),
  };
};

/** The query of the address for these filters, "" for none: the reverse of `parseAccountFilters`. */
export const accountFilterQuery = ({ text, role, team, state }: AccountFilters): string => {
  const params = new URLSearchParams();
  if (text) params.set('q', text);
  if (role) params.set('role', role);
  if (team) params.set('team', team);
  if (state) params.set('state', state);
  return params.size === 0 ? '' : `?${params.toString()}`;
};

/** The accounts that the filters let through, by name; those that can still come in first. */
export const filterAccounts = (
  accounts: readonly Account[],
  { text, role, team, state }: AccountFilters,
): Account[] => {
  const wanted = fold(text).split(/\s+/u).filter(Boolean);
  return accounts
    .filter((account) => {
      const words = fold(`${account.name} ${account.login?.address ?? ''}`);
      return (
        (role === null || account.role === role) &&
        (team === null || (account.teamId ?? 'none') === team) &&
        (state === null || account.state === state) &&
        wanted.every((word) => words.includes(word))
      );
    })
    .sort(
      (a, b) =>
        Number(a.state === 'inactive') - Number(b.state === 'inactive') ||
        a.name.localeCompare(b.name),
    );
};

/** Whether the operation would be left without an admin if this account were none. */
export const isLastAdmin = (members: readonly Member[], userId: string): boolean => {
  const admins = members.filter(({ role, active }) => role === 'admin' && active);
  return admins.length === 1 && admins[0]?.user_id === userId;
};
