/** Accounts, as the admin's screens and the server speak of them. */
import { err, ok, type Result } from './result.ts';
import type { Role } from './vocabulary.ts';

/** What an admin gives to make an account. */
export interface NewAccount {
  /** An e-mail address, or a short sign-in name for people who have none. */
  login: string;
  displayName: string;
  role: Role;
  teamId: string | null;
}

/** A one-time link, without the address of the app: `/join#token_hash=…&type=…`. */
export interface JoinToken {
  tokenHash: string;
  type: 'invite' | 'recovery';
  /** Whether its owner signs in with an e-mail; else with a name, which a card has to tell. */
  isEmail: boolean;
  /** ISO time after which it no longer works. */
  expiresAt: string;
}

export const accountRefusals = [
  'login_invalid',
  'already_member',
  'team_unknown',
  'last_admin',
  'not_admin',
  'not_found',
  /** The account also works in an operation that the caller does not administer. */
  'works_elsewhere',
  'inactive',
  'server_error',
] as const;
export type AccountRefusal = (typeof accountRefusals)[number];

/**
 * What became of one account that was to be made:
 * - `created`: new; `join` lets its owner in
 * - `added`: it existed already, keeps its password, and is now a member here
 * - `refused`: nothing was made
 */
export type CreationReport =
  | { outcome: 'created'; userId: string; address: string; join: JoinToken }
  | { outcome: 'added'; userId: string; address: string }
  | { outcome: 'refused'; reason: AccountRefusal };

/** What became of one account in a bulk action. */
export type ChangeReport =
  | { outcome: 'done'; userId: string }
  | { outcome: 'refused'; userId: string; reason: AccountRefusal };

/** Accounts in one request: small enough that progress is seen, large enough to be quick. */
export const accountsPerRequest = 20;

const emailAddress = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/u;
const signInName = /^[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]$/u;

/**
 * The address that an account signs in with: the e-mail itself, or the sign-in name in `domain`.
 * A name has 3 to 40 letters a to z, digits, dots, hyphens or underscores.
 */
export const signInAddress = (
  login: string,
  domain: string,
): Result<string, { type: 'login_invalid' }> => {
  const text = login.trim().toLowerCase();
  if (emailAddress.test(text) && text.length <= 255) return ok(text);
  return signInName.test(text) ? ok(`${text}@${domain}`) : err({ type: 'login_invalid' });
};

/** Whether `signInAddress` takes the login, whatever the domain. */
export const isLogin = (login: string): boolean => signInAddress(login, 'x.invalid').ok;
