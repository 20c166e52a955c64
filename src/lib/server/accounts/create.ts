import * as v from 'valibot';
import { signInAddress, type CreationReport, type NewAccount } from '../../domain/accounts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { makeLink } from './links.ts';
import { otherOperations, readMembership, writeMembership, type Refused } from './membership.ts';
import type { AccountServices } from './services.ts';

/**
 * Makes an account a member of the operation: a new one with a one-time link, or one that exists,
 * which keeps its password. Nobody is handed a way into an account that works elsewhere.
 * An account that the database then refuses as a member is taken away again.
 */
export const createAccount = async (
  services: AccountServices,
  wanted: NewAccount,
): Promise<CreationReport> => {
  const address = signInAddress(wanted.login, services.accountDomain);
  if (!address.ok) return refused('login_invalid');
  const found = await findAccount(services, address.value);
  if (!found.ok) return refused(found.error.type);
  const report = found.value
    ? await addExisting(services, wanted, address.value, found.value)
    : await addNew(services, wanted, address.value);
  return report.ok ? report.value : refused(report.error.type);
};

const refused = (reason: Refused['type']): CreationReport => ({ outcome: 'refused', reason });

const Found = v.array(v.object({ user_id: v.string(), confirmed: v.boolean() }));
type Found = v.InferOutput<typeof Found>[number];

const findAccount = async (
  { service }: AccountServices,
  address: string,
): Promise<Result<Found | null, Refused>> => {
  const answer = await service.rpc('find_account', { address });
  const read = v.safeParse(Found, answer.data);
  return answer.error || !read.success ? err({ type: 'server_error' }) : ok(read.output[0] ?? null);
};

const membershipOf = ({ role, teamId, displayName }: NewAccount) => ({
  role,
  team_id: teamId,
  active: true,
  display_name: displayName,
});

const addNew = async (
  services: AccountServices,
  wanted: NewAccount,
  address: string,
): Promise<Result<CreationReport, Refused>> => {
  const link = await makeLink(services, 'invite', address);
  if (!link.ok) return link;
  const { userId, join } = link.value;
  const written = await writeMembership(services, userId, membershipOf(wanted));
  if (!written.ok) {
    await services.service.auth.admin.deleteUser(userId);
    return written;
  }
  return ok({ outcome: 'created', userId, address, join });
};

const addExisting = async (
  services: AccountServices,
  wanted: NewAccount,
  address: string,
  { user_id: userId, confirmed }: Found,
): Promise<Result<CreationReport, Refused>> => {
  const present = await readMembership(services, userId);
  if (present.ok && present.value.active) return err({ type: 'already_member' });
  if (!present.ok && present.error.type !== 'not_found') return present;
  const elsewhere = await otherOperations(services, services.service, userId);
  if (!elsewhere.ok) return elsewhere;

  const written = await writeMembership(services, userId, membershipOf(wanted));
  if (!written.ok) return written;
  const unbanned = await services.service.auth.admin.updateUserById(userId, {
    ban_duration: 'none',
  });
  if (unbanned.error) return err({ type: 'server_error' });
  // Made by somebody, and never used: its owner still needs a way in.
  if (confirmed || elsewhere.value.length > 0) return ok({ outcome: 'added', userId, address });
  const link = await makeLink(services, 'invite', address);
  return link.ok ? ok({ outcome: 'created', userId, address, join: link.value.join }) : link;
};
