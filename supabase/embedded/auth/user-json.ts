import type { Sql } from 'postgres';

/** A row of auth.users, as far as the admin API speaks of it. */
export type UserRow = {
  id: string;
  aud: string;
  role: string;
  email: string | null;
  phone: string | null;
  encrypted_password: string | null;
  email_confirmed_at: Date | null;
  phone_confirmed_at: Date | null;
  confirmed_at: Date | null;
  invited_at: Date | null;
  confirmation_sent_at: Date | null;
  recovery_sent_at: Date | null;
  last_sign_in_at: Date | null;
  raw_app_meta_data: Record<string, unknown> | null;
  raw_user_meta_data: Record<string, unknown> | null;
  banned_until: Date | null;
  deleted_at: Date | null;
  is_anonymous: boolean;
  created_at: Date;
  updated_at: Date;
};

type IdentityRow = {
  id: string;
  provider: string;
  provider_id: string;
  user_id: string;
  identity_data: Record<string, unknown>;
  email: string | null;
  last_sign_in_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

/** Users as GoTrue's admin API writes them, each with its identities, in the order given. */
export async function usersToJson(sql: Sql, users: UserRow[]): Promise<Record<string, unknown>[]> {
  const identities = await sql<IdentityRow[]>`
    select id, provider, provider_id, user_id, identity_data, email, last_sign_in_at, created_at, updated_at
    from auth.identities where user_id in ${sql(users.map((user) => user.id))} order by created_at`;
  return users.map((user) =>
    userToJson(
      user,
      identities.filter((identity) => identity.user_id === user.id),
    ),
  );
}

function userToJson(user: UserRow, identities: IdentityRow[]): Record<string, unknown> {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email ?? '',
    phone: user.phone ?? '',
    ...times(user, [
      'email_confirmed_at',
      'phone_confirmed_at',
      'invited_at',
      'confirmation_sent_at',
      'confirmed_at',
      'recovery_sent_at',
      'last_sign_in_at',
      'banned_until',
      'deleted_at',
    ]),
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    identities: identities.map((identity) => ({
      identity_id: identity.id,
      id: identity.provider_id,
      user_id: identity.user_id,
      identity_data: identity.identity_data,
      provider: identity.provider,
      ...times(identity, ['last_sign_in_at', 'created_at', 'updated_at']),
      ...(identity.email !== null && { email: identity.email }),
    })),
    ...times(user, ['created_at', 'updated_at']),
    is_anonymous: user.is_anonymous,
  };
}

/** The times that are set, in ISO 8601: GoTrue leaves out what has not happened. */
function times<Row extends object>(row: Row, names: (keyof Row)[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = row[name];
      return value instanceof Date ? [[name, value.toISOString()]] : [];
    }),
  );
}
