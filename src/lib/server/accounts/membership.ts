/** Memberships, read and written as the admin who asks. */
import * as v from 'valibot';
import type { AccountRefusal } from '../../domain/accounts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { roles } from '../../domain/vocabulary.ts';
import type { AccountServices } from './services.ts';

const Membership = v.object({
  role: v.picklist(roles),
  team_id: v.nullable(v.string()),
  active: v.boolean(),
  display_name: v.string(),
});
export type Membership = v.InferOutput<typeof Membership>;

export interface Refused {
  type: AccountRefusal;
}

const Verdict = v.object({
  outcome: v.string(),
  reason: v.nullish(v.string()),
  field: v.nullish(v.string()),
});

/** The account's membership in the operation, active or not. */
export const readMembership = async (
  { caller, operationId }: Pick<AccountServices, 'caller' | 'operationId'>,
  userId: string,
): Promise<Result<Membership, Refused>> => {
  const { data, error } = await caller
    .from('members')
    .select('role, team_id, active, display_name')
    .eq('operation_id', operationId)
    .eq('user_id', userId)
    .is('deleted_at', null);
  if (error) return err({ type: 'server_error' });
  const read = v.safeParse(Membership, data[0]);
  return read.success ? ok(read.output) : err({ type: 'not_found' });
};

/** Makes the account what `membership` says, or refuses: the database decides who may. */
export const writeMembership = async (
  { caller, operationId }: Pick<AccountServices, 'caller' | 'operationId'>,
  userId: string,
  { role, team_id, active, display_name }: Membership,
): Promise<Result<null, Refused>> => {
  const answer = await caller.rpc('set_member', {
    operation: operationId,
    member_user: userId,
    role,
    team: team_id,
    active,
    display_name,
  });
  if (answer.error) return err({ type: refusalOf(answer.error.code) });
  const verdict = v.safeParse(Verdict, answer.data);
  if (!verdict.success) return err({ type: 'server_error' });
  const { outcome, reason, field } = verdict.output;
  if (outcome === 'applied') return ok(null);
  if (reason === 'last_admin') return err({ type: 'last_admin' });
  if (field === 'team') return err({ type: 'team_unknown' });
  return err({ type: field === 'member_user' ? 'not_found' : 'server_error' });
};

/** What an error of the database means, by its SQLSTATE. */
export const refusalOf = (sqlState: string): AccountRefusal => {
  if (sqlState === '42501') return 'not_admin';
  return sqlState === '22023' ? 'not_found' : 'server_error';
};

const OperationIds = v.array(v.object({ operation_id: v.string() }));

/**
 * The other operations in which the account is active.
 *
 * @param reader `service` for all of them, `caller` for those that the caller administers
 */
export const otherOperations = async (
  { operationId }: Pick<AccountServices, 'operationId'>,
  reader: AccountServices['service'],
  userId: string,
): Promise<Result<string[], Refused>> => {
  const { data, error } = await reader
    .from('members')
    .select('operation_id')
    .eq('user_id', userId)
    .eq('active', true)
    .is('deleted_at', null)
    .neq('operation_id', operationId);
  const read = v.safeParse(OperationIds, data);
  if (error || !read.success) return err({ type: 'server_error' });
  return ok(read.output.map(({ operation_id }) => operation_id));
};
