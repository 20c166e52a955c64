/** The operations that an account belongs to, read once and remembered for a start without network. */
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { Member, Operation } from '$lib/domain/rows';
import { parseRow } from '$lib/sync/protocol';
import type { Supabase } from './supabase';

export interface Membership {
  operation: Operation;
  member: Member;
}

export type MembershipError = { type: 'offline' } | { type: 'unknown'; status: number };

/** The active memberships of this account, by the operation's English name. */
export const readMemberships = async (
  supabase: Supabase,
  userId: string,
): Promise<Result<Membership[], MembershipError>> => {
  const [members, operations] = await Promise.all([
    supabase.from('members').select().eq('user_id', userId).eq('active', true),
    supabase.from('operations').select(),
  ]);
  const failed = [members, operations].find(({ error }) => error !== null);
  if (failed)
    return err(
      failed.status === 0 ? { type: 'offline' } : { type: 'unknown', status: failed.status },
    );
  return ok(pair(members.data ?? [], operations.data ?? []));
};

/** What was remembered, or null where nothing readable was. */
export const parseMemberships = (stored: unknown): Membership[] | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const { members, operations } = stored as Record<string, unknown>;
  return Array.isArray(members) && Array.isArray(operations) ? pair(members, operations) : null;
};

export const toStored = (memberships: readonly Membership[]) => ({
  members: memberships.map(({ member }) => member),
  operations: memberships.map(({ operation }) => operation),
});

const pair = (memberRows: unknown[], operationRows: unknown[]): Membership[] => {
  const operations = new Map(
    operationRows.flatMap((row) => parseRow('operations', row) ?? []).map((row) => [row.id, row]),
  );
  return memberRows
    .flatMap((row) => parseRow('members', row) ?? [])
    .filter((member) => member.active && member.deleted_at === null)
    .flatMap((member) => {
      const operation = operations.get(member.operation_id);
      return operation?.deleted_at === null ? [{ operation, member }] : [];
    })
    .toSorted((a, b) => a.operation.name_en.localeCompare(b.operation.name_en, 'en'));
};
