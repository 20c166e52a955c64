/** The operations that an account belongs to, read once and remembered for a start without network. */
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { LockRules } from '$lib/domain/lease';
import { defaultLockRules } from '$lib/domain/lease';
import type { Member, Operation, OperationSettings } from '$lib/domain/rows';
import { parseRow } from '$lib/sync/protocol';
import type { Rest } from '$lib/sync/rest';
import type { TransportError } from '$lib/sync/transport';
import * as v from 'valibot';
import type { LeaseTerms } from './lease-book';

export interface Membership {
  operation: Operation;
  member: Member;
}

/** What the operation asks of this member's phone. */
export const leaseTerms = ({ operation, member }: Membership): LeaseTerms => ({
  rules: lockRules(operation.settings),
  wipeCount: member.wipe_count,
});

const lockRules = (settings: OperationSettings): LockRules => ({
  lockAfterHours: settings.lock_after_hours ?? defaultLockRules.lockAfterHours,
  leaseHours:
    settings.lease_hours ??
    Math.max(
      defaultLockRules.leaseHours,
      settings.lock_after_hours ?? defaultLockRules.lockAfterHours,
    ),
  idleMinutes: settings.lock_idle_minutes ?? defaultLockRules.idleMinutes,
  isPinRequired: settings.pin_required ?? defaultLockRules.isPinRequired,
});

/** What the server has said of the operations of an account. */
export interface ReadMemberships {
  /** The active ones, by the operation's English name. */
  memberships: Membership[];
  /** Operations of which it has said something that this version of the app cannot read. */
  unreadIds: string[];
}

export const readMemberships = async (
  rest: Rest,
  userId: string,
): Promise<Result<ReadMemberships, TransportError>> => {
  const [members, operations] = await Promise.all([
    rest({ path: `members?select=*&user_id=eq.${userId}` }),
    rest({ path: 'operations?select=*' }),
  ]);
  if (!members.ok) return members;
  if (!operations.ok) return operations;
  const memberships = parseMemberships({ members: members.value, operations: operations.value });
  const unreadIds = [
    ...unreadOf('members', members.value, 'operation_id'),
    ...unreadOf('operations', operations.value, 'id'),
  ];
  return memberships && !unreadIds.includes(null)
    ? ok({ memberships, unreadIds: unreadIds.filter((id) => id !== null) })
    : err({ type: 'server', status: 200, retryAfterMs: 0 });
};

/** The operations of rows that cannot be read; null for one that does not even say which it is. */
const unreadOf = (table: 'members' | 'operations', rows: unknown, idField: string) =>
  (Array.isArray(rows) ? (rows as unknown[]) : [])
    .filter((row) => parseRow(table, row) === null)
    .map((row) => v.safeParse(v.object({ [idField]: v.string() }), row))
    .map(({ success, output }) => (success ? (output[idField] ?? null) : null));

/**
 * The operations on this phone that no longer let the caller in [Q4]: the server has not named them.
 * What it has said in a way that only a newer app understands takes nothing away.
 * @param keptIds those of which the phone keeps something
 */
export const lostOperations = (
  keptIds: readonly string[],
  { memberships, unreadIds }: ReadMemberships,
): string[] => {
  const named = new Set([...memberships.map(({ operation }) => operation.id), ...unreadIds]);
  return keptIds.filter((id) => !named.has(id));
};

/** What was remembered or read, or null where it makes no sense. */
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
