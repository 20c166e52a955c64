/** What the operation's rows do not tell of an account: how it signs in, and when it was last here. */
import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import { err, ok, type Result } from '$lib/domain/result';

export interface Login {
  address: string | null;
  /** ISO time of the last sign of life in this operation; null for none. */
  seenAt: string | null;
  /** Whether its owner has ever come in. */
  hasJoined: boolean;
}

/** By the account's id. */
export type LoginsByUser = ReadonlyMap<string, Login>;

export const noLogins: LoginsByUser = new Map();

const Rows = v.array(
  v.pipe(
    v.object({
      user_id: v.string(),
      email: v.nullable(v.string()),
      seen_at: v.nullable(v.string()),
      last_sign_in_at: v.nullable(v.string()),
    }),
    v.transform(({ user_id, email, seen_at, last_sign_in_at }) => ({
      userId: user_id,
      login: { address: email, seenAt: seen_at, hasJoined: last_sign_in_at !== null },
    })),
  ),
);

const rowsPerPage = 1000;

/** Reads the sign-ins of all accounts of an operation; for its admins. */
export const readLogins = async (
  supabase: Pick<SupabaseClient, 'rpc'>,
  operationId: string,
): Promise<Result<LoginsByUser, { type: 'unreadable' }>> => {
  const logins = new Map<string, Login>();
  for (let from = 0; ; from += rowsPerPage) {
    const answer = await supabase
      .rpc('list_accounts', { operation: operationId })
      .range(from, from + rowsPerPage - 1);
    const rows = v.safeParse(Rows, answer.data);
    if (answer.error || !rows.success) return err({ type: 'unreadable' });
    for (const { userId, login } of rows.output) logins.set(userId, login);
    if (rows.output.length < rowsPerPage) return ok(logins);
  }
};
