import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import * as v from 'valibot';
import { parseDurationMs } from './duration.ts';
import {
  emailExists,
  failed,
  failure,
  invalid,
  success,
  userNotFound,
  type AuthFailure,
  type AuthResult,
} from './errors.ts';
import type { UserRow } from './user-json.ts';

const Metadata = v.record(v.string(), v.unknown());

/** What createUser and updateUserById send, as far as e-mail accounts need it. */
export const Attributes = v.object({
  id: v.optional(v.pipe(v.string(), v.uuid())),
  email: v.optional(v.string()),
  password: v.optional(v.string()),
  email_confirm: v.optional(v.boolean()),
  user_metadata: v.optional(Metadata),
  app_metadata: v.optional(Metadata),
  ban_duration: v.optional(v.string()),
  role: v.optional(v.string()),
});
export type Attributes = v.InferOutput<typeof Attributes>;

export const minimumPasswordLength = 8;
const bcryptLimitBytes = 72;

export async function findUser(sql: Sql, id: string): Promise<UserRow | undefined> {
  const [user] = await sql<UserRow[]>`select * from auth.users where id = ${id}`;
  return user;
}

export async function findUserByEmail(sql: Sql, email: string): Promise<UserRow | undefined> {
  const [user] = await sql<UserRow[]>`
    select * from auth.users where email = ${email.toLowerCase()} and not is_sso_user`;
  return user;
}

export async function createUser(sql: Sql, wanted: Attributes): Promise<AuthResult<UserRow>> {
  if (!wanted.email) {
    return failed(invalid('Cannot create a user without either an email or phone'));
  }
  const fault = checkEmail(wanted.email) ?? checkPassword(wanted.password);
  if (fault) return failed(fault);
  const ban = readBan(wanted.ban_duration);
  if (!ban.ok) return ban;
  const email = wanted.email.toLowerCase();
  const id = wanted.id ?? crypto.randomUUID();
  const appMetadata = { provider: 'email', providers: ['email'], ...wanted.app_metadata };
  try {
    return await sql.begin(async (tx) => {
      const [user] = await tx<UserRow[]>`
        insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at,
          raw_app_meta_data, raw_user_meta_data, banned_until)
        values (${id}, 'authenticated', ${wanted.role ?? 'authenticated'}, ${email},
          extensions.crypt(${wanted.password ?? null}::text, extensions.gen_salt('bf', 10)),
          ${wanted.email_confirm ? new Date() : null}, ${sql.json(appMetadata)},
          ${sql.json((wanted.user_metadata ?? {}) as never)}, ${ban.value ?? null})
        returning *`;
      const identity = { sub: id, email, email_verified: false, phone_verified: false };
      await tx`
        insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at)
        values (${crypto.randomUUID()}, 'email', ${id}, ${id}, ${sql.json(identity)}, now())`;
      return user ? success(user) : failed(databaseFailure('creating new'));
    });
  } catch (error) {
    return failed(isUniqueViolation(error) ? emailExists : databaseFailure('creating new'));
  }
}

/**
 * Changes what `wanted` names. A new password ends the user's sessions at once. So does a ban: its
 * tokens are kept, and refused as those of a banned user as long as it lasts, so that their holder
 * is told why; the end of a ban takes them away.
 */
export async function updateUser(
  sql: Sql,
  id: string,
  wanted: Attributes,
): Promise<AuthResult<UserRow>> {
  const fault =
    (wanted.email === undefined ? null : checkEmail(wanted.email)) ??
    checkPassword(wanted.password);
  if (fault) return failed(fault);
  const ban = readBan(wanted.ban_duration);
  if (!ban.ok) return ban;
  const email = wanted.email?.toLowerCase() ?? null;
  try {
    return await sql.begin(async (tx) => {
      const [before] = await tx<UserRow[]>`select * from auth.users where id = ${id} for update`;
      if (!before) return failed(userNotFound);
      const [user] = await tx<UserRow[]>`
        update auth.users set
          email = coalesce(${email}, email),
          encrypted_password = coalesce(
            extensions.crypt(${wanted.password ?? null}::text, extensions.gen_salt('bf', 10)),
            encrypted_password),
          email_confirmed_at = case when ${wanted.email_confirm ?? false}
            then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
          role = coalesce(${wanted.role ?? null}, role),
          raw_app_meta_data = ${sql.json(merge(before.raw_app_meta_data, wanted.app_metadata))},
          raw_user_meta_data = ${sql.json(merge(before.raw_user_meta_data, wanted.user_metadata))},
          banned_until = case when ${ban.value === undefined} then banned_until else ${ban.value ?? null}::timestamptz end,
          recovery_token = case when ${wanted.password !== undefined} then null else recovery_token end,
          updated_at = now()
        where id = ${id} returning *`;
      if (email !== null) {
        await tx`
          update auth.identities set updated_at = now(),
            identity_data = identity_data || jsonb_build_object('email', ${email}::text)
          where user_id = ${id} and provider = 'email'`;
      }
      if (wanted.password !== undefined || (before.banned_until && ban.value === null)) {
        await tx`delete from auth.sessions where user_id = ${id}`;
        await tx`delete from auth.refresh_tokens where user_id = ${id}`;
      }
      return user ? success(user) : failed(userNotFound);
    });
  } catch (error) {
    return failed(isUniqueViolation(error) ? emailExists : databaseFailure('updating'));
  }
}

/**
 * Deletes an account; softly, its row stays for what refers to it, without anything that tells
 * who it was. Answers 500 when the database holds on to the row (a foreign key).
 */
export async function deleteUser(sql: Sql, id: string, soft: boolean): Promise<AuthResult<null>> {
  try {
    return await sql.begin(async (tx) => {
      const [user] = await tx<UserRow[]>`select * from auth.users where id = ${id} for update`;
      if (!user) return failed(userNotFound);
      await tx`delete from auth.sessions where user_id = ${id}`;
      await tx`delete from auth.refresh_tokens where user_id = ${id}`;
      if (!soft) {
        await tx`delete from auth.users where id = ${id}`;
        return success(null);
      }
      await tx`
        update auth.users set email = ${obscured(id, user.email)}, phone = ${obscured(id, user.phone)},
          encrypted_password = null, confirmation_token = null, recovery_token = null,
          email_change = null, email_change_token_new = null, email_change_token_current = null,
          phone_change = null, phone_change_token = null, reauthentication_token = null,
          raw_app_meta_data = '{}', raw_user_meta_data = '{}',
          deleted_at = coalesce(deleted_at, now()), updated_at = now()
        where id = ${id}`;
      await tx`
        update auth.identities set identity_data = '{}', provider_id = ${obscured(id, id) ?? id}
        where user_id = ${id}`;
      return success(null);
    });
  } catch {
    return failed(databaseFailure('deleting'));
  }
}

function checkEmail(email: string): AuthFailure | null {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 255
    ? null
    : invalid('Unable to validate email address: invalid format');
}

function checkPassword(password: string | undefined): AuthFailure | null {
  if (password === undefined) return null;
  if (Buffer.byteLength(password) > bcryptLimitBytes) {
    return invalid('Password cannot be longer than 72 characters');
  }
  return password.length >= minimumPasswordLength
    ? null
    : failure(
        422,
        'weak_password',
        `Password should be at least ${minimumPasswordLength} characters.`,
      );
}

/** undefined: leave as it is; null: not banned; otherwise the end of the ban. */
function readBan(duration: string | undefined): AuthResult<Date | null | undefined> {
  if (duration === undefined) return success(undefined);
  if (duration === 'none') return success(null);
  const ms = parseDurationMs(duration);
  return ms === null
    ? failed(invalid(`invalid format for ban duration: time: invalid duration "${duration}"`))
    : success(ms === 0 ? null : new Date(Date.now() + ms));
}

/** As GoTrue merges metadata: keys are replaced one by one, and null removes one. */
function merge(
  before: Record<string, unknown> | null,
  change: Record<string, unknown> | undefined,
): never {
  const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as never;
}

const obscured = (id: string, value: string | null) =>
  value === null ? null : createHash('sha256').update(id).update(value).digest('base64url');

const databaseFailure = (doing: string) =>
  failure(500, 'unexpected_failure', `Database error ${doing} user`);

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
