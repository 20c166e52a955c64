import { createHash, randomInt } from 'node:crypto';
import type { Sql } from 'postgres';
import * as v from 'valibot';
import { createUser, findUser, findUserByEmail } from './accounts.ts';
import {
  emailExists,
  failed,
  failure,
  invalid,
  success,
  userNotFound,
  type AuthResult,
} from './errors.ts';
import type { UserRow } from './user-json.ts';

/** What generateLink sends. Links that change an e-mail address need a mailer and are not made. */
export const LinkRequest = v.object({
  type: v.picklist(['signup', 'invite', 'magiclink', 'recovery']),
  email: v.string(),
  password: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.unknown())),
});

export type Link = {
  user: UserRow;
  /** For verifyOtp({ token_hash, type }). */
  hashedToken: string;
  /** For verifyOtp({ email, token, type }). */
  otp: string;
  type: v.InferOutput<typeof LinkRequest>['type'];
};

/** How long a link works; the same for every type. */
export const linkLifetimeSeconds = 24 * 60 * 60;

/** Ten digits, the most that GoTrue knows: a link lives a day, and six could be guessed. */
const otpDigits = 10;

/**
 * Makes a link of the wanted type for an account, which signup, invite and magiclink create when
 * there is none. A newer link of the same kind replaces the older one.
 */
export async function makeLink(
  sql: Sql,
  wanted: v.InferOutput<typeof LinkRequest>,
): Promise<AuthResult<Link>> {
  const found = await findOrCreate(sql, wanted);
  if (!found.ok) return found;
  const { user, type } = found.value;
  const otp = Array.from({ length: otpDigits }, () => randomInt(10)).join('');
  // As @supabase/lite derives the hash from what its user types (GoTrue takes SHA-224).
  const hashedToken = createHash('sha256')
    .update(`${user.email ?? ''}${otp}`)
    .digest('hex');
  if (type === 'invite' || type === 'signup') {
    await sql`
      update auth.users set confirmation_token = ${hashedToken}, confirmation_sent_at = now(),
        invited_at = case when ${type === 'invite'} then now() else invited_at end, updated_at = now()
      where id = ${user.id}`;
  } else {
    await sql`
      update auth.users set recovery_token = ${hashedToken}, recovery_sent_at = now(), updated_at = now()
      where id = ${user.id}`;
  }
  const fresh = await findUser(sql, user.id);
  return fresh ? success({ user: fresh, hashedToken, otp, type }) : failed(userNotFound);
}

async function findOrCreate(
  sql: Sql,
  { type, email, password, data }: v.InferOutput<typeof LinkRequest>,
): Promise<AuthResult<{ user: UserRow; type: Link['type'] }>> {
  const user = await findUserByEmail(sql, email);
  if (user) {
    const taken = (type === 'invite' || type === 'signup') && user.email_confirmed_at !== null;
    return taken ? failed(emailExists) : success({ user, type });
  }
  if (type === 'recovery') {
    return failed(failure(404, 'user_not_found', 'User with this email not found'));
  }
  if (type === 'signup' && password === undefined) {
    return failed(invalid('Signup requires a valid password'));
  }
  const made = await createUser(sql, {
    email,
    ...(type === 'signup' && password !== undefined && { password }),
    ...(data && { user_metadata: data }),
  });
  if (!made.ok) return made;
  // A first magic link confirms the address too, so GoTrue makes a signup link of it.
  return success({ user: made.value, type: type === 'magiclink' ? 'signup' : type });
}
