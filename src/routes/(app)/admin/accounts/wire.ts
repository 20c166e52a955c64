/** What the screens of accounts and their endpoints say to each other. */
import * as v from 'valibot';
import { accountRefusals, accountsPerRequest } from '$lib/domain/accounts';
import { roles } from '$lib/domain/vocabulary';

const id = v.pipe(v.string(), v.uuid());
const role = v.picklist(roles);
const displayName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const accounts = <T extends v.GenericSchema>(one: T) =>
  v.pipe(v.array(one), v.minLength(1), v.maxLength(accountsPerRequest));

export const CreateRequest = v.object({
  operationId: id,
  accounts: accounts(
    v.object({
      login: v.pipe(v.string(), v.maxLength(255)),
      displayName,
      role,
      teamId: v.nullable(id),
    }),
  ),
});

export const ChangeRequest = v.object({
  operationId: id,
  userIds: accounts(id),
  change: v.object({
    role: v.optional(role),
    teamId: v.optional(v.nullable(id)),
    displayName: v.optional(displayName),
  }),
});

export const ActivityRequest = v.object({
  operationId: id,
  userIds: accounts(id),
  active: v.boolean(),
});

export const SignOutRequest = v.object({ operationId: id, userIds: accounts(id) });

export const ResetRequest = v.object({ operationId: id, userId: id });

const refusal = v.picklist(accountRefusals);
const join = v.object({
  tokenHash: v.string(),
  type: v.picklist(['invite', 'recovery']),
  isEmail: v.boolean(),
  expiresAt: v.string(),
});

/** One report for each account of a CreateRequest, in order. */
export const CreationReports = v.array(
  v.variant('outcome', [
    v.object({ outcome: v.literal('created'), userId: id, address: v.string(), join }),
    v.object({ outcome: v.literal('added'), userId: id, address: v.string() }),
    v.object({ outcome: v.literal('refused'), reason: refusal }),
  ]),
);

/** One report for each account of a bulk request, in order. */
export const ChangeReports = v.array(
  v.variant('outcome', [
    v.object({ outcome: v.literal('done'), userId: id }),
    v.object({ outcome: v.literal('refused'), userId: id, reason: refusal }),
  ]),
);

export const ResetReport = v.variant('outcome', [
  v.object({ outcome: v.literal('done'), address: v.string(), join }),
  v.object({ outcome: v.literal('refused'), reason: refusal }),
]);
export type ResetReport = v.InferOutput<typeof ResetReport>;
