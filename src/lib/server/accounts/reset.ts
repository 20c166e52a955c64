import { randomBytes } from 'node:crypto';
import type { AccountRefusal, ChangeReport, JoinToken } from '../../domain/accounts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { makeLink } from './links.ts';
import { otherOperations, readMembership, refusalOf, type Refused } from './membership.ts';
import type { AccountServices } from './services.ts';

export interface Reset {
  address: string;
  join: JoinToken;
}

/** Logs the action; the database refuses whoever is no admin, before anything is done. */
const note = async (
  { caller, operationId }: AccountServices,
  userId: string,
  action: 'reset' | 'sign_out',
): Promise<AccountRefusal | null> => {
  const { error } = await caller.rpc('note_account_action', {
    operation: operationId,
    member_user: userId,
    action,
  });
  return error ? refusalOf(error.code) : null;
};

/**
 * A new one-time link for an account; its password and its sessions end.
 * Refused while the account works in an operation that the caller does not administer: the link is
 * a way into that one too.
 */
export const resetAccount = async (
  services: AccountServices,
  userId: string,
): Promise<Result<Reset, Refused>> => {
  const membership = await readMembership(services, userId);
  if (!membership.ok) return membership;
  if (!membership.value.active) return err({ type: 'inactive' });
  const all = await otherOperations(services, services.service, userId);
  if (!all.ok) return all;
  const administered = await administeredOperations(services);
  if (!administered.ok) return administered;
  if (all.value.some((id) => !administered.value.has(id))) return err({ type: 'works_elsewhere' });
  const refusal = await note(services, userId, 'reset');
  if (refusal) return err({ type: refusal });

  const { admin } = services.service.auth;
  const account = await admin.getUserById(userId);
  const address = account.data.user?.email;
  if (account.error || !address) return err({ type: 'not_found' });
  const hasCome = account.data.user.email_confirmed_at !== undefined;
  if (hasCome) {
    // A password that nobody knows: with it, the Auth server ends every session of the account.
    const password = `${randomBytes(24).toString('base64url')}aA1!`;
    const { error } = await admin.updateUserById(userId, { password });
    if (error) return err({ type: 'server_error' });
  }
  const link = await makeLink(services, hasCome ? 'recovery' : 'invite', address);
  return link.ok ? ok({ address, join: link.value.join }) : link;
};

/** Where the caller is an active admin. */
const administeredOperations = async ({
  caller,
}: AccountServices): Promise<Result<Set<string>, Refused>> => {
  const { data: me } = await caller.auth.getUser();
  const { data, error } = await caller
    .from('members')
    .select('operation_id')
    .eq('user_id', me.user?.id ?? '')
    .eq('role', 'admin')
    .eq('active', true)
    .is('deleted_at', null);
  if (error) return err({ type: 'server_error' });
  return ok(new Set(data.map(({ operation_id }) => String(operation_id))));
};

/** Ends every session of an account; its password stays. */
export const signOutEverywhere = async (
  services: AccountServices,
  userId: string,
): Promise<ChangeReport> => {
  const refusal = await note(services, userId, 'sign_out');
  if (refusal) return { outcome: 'refused', userId, reason: refusal };
  const { error } = await services.service.rpc('end_sessions', { account: userId });
  return error
    ? { outcome: 'refused', userId, reason: 'server_error' }
    : { outcome: 'done', userId };
};
