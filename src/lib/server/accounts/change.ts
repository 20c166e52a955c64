import type { ChangeReport } from '../../domain/accounts.ts';
import type { Role } from '../../domain/vocabulary.ts';
import {
  otherOperations,
  readMembership,
  writeMembership,
  type Membership,
  type Refused,
} from './membership.ts';
import type { AccountServices } from './services.ts';

/** What an admin changes in a membership; what is left out stays. */
export interface AccountChange {
  role?: Role | undefined;
  teamId?: string | null | undefined;
  displayName?: string | undefined;
}

const refused = (userId: string, { type }: Refused): ChangeReport => ({
  outcome: 'refused',
  userId,
  reason: type,
});

const rewrite = async (
  services: AccountServices,
  userId: string,
  change: Partial<Membership>,
): Promise<ChangeReport> => {
  const present = await readMembership(services, userId);
  if (!present.ok) return refused(userId, present.error);
  const written = await writeMembership(services, userId, { ...present.value, ...change });
  return written.ok ? { outcome: 'done', userId } : refused(userId, written.error);
};

/** Changes role, team or name of an account in the operation. */
export const changeAccount = (
  services: AccountServices,
  userId: string,
  { role, teamId, displayName }: AccountChange,
): Promise<ChangeReport> =>
  rewrite(services, userId, {
    ...(role === undefined ? {} : { role }),
    ...(teamId === undefined ? {} : { team_id: teamId }),
    ...(displayName === undefined ? {} : { display_name: displayName }),
  });

/** A hundred years: the Auth API has no ban without an end. */
const banForGood = '876000h';

/**
 * Lets an account into the operation, or takes it out: it sees nothing from the next request on.
 * One that is left without any operation can no longer sign in or refresh a session either.
 */
export const setAccountActive = async (
  services: AccountServices,
  userId: string,
  active: boolean,
): Promise<ChangeReport> => {
  const report = await rewrite(services, userId, { active });
  if (report.outcome === 'refused') return report;
  const elsewhere = await otherOperations(services, services.service, userId);
  if (!elsewhere.ok) return refused(userId, elsewhere.error);
  if (!active && elsewhere.value.length > 0) return report;
  const { error } = await services.service.auth.admin.updateUserById(userId, {
    ban_duration: active ? 'none' : banForGood,
  });
  return error ? refused(userId, { type: 'server_error' }) : report;
};
