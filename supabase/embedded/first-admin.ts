import type { GoTrueAdminApi } from '@supabase/supabase-js';
import type { Sql } from 'postgres';

export type FirstAdminOptions = {
  sql: Sql;
  auth: GoTrueAdminApi;
  /** Where the link leads. */
  origin: string;
};

const defaultEmail = 'admin@daylight.local';

/**
 * A link by which the first admin chooses a password and joins, or null when an admin has joined
 * already. The first time it makes an operation with that admin; until the link is used, every
 * call makes a new one and the older ones stop to work. ADMIN_EMAIL is the address to sign in
 * with. Throws when the database refuses.
 */
export async function firstAdminLink(
  options: FirstAdminOptions,
): Promise<{ email: string; href: string } | null> {
  const { sql, auth, origin } = options;
  const admins = await sql<{ email: string; joined: boolean }[]>`
    select u.email, u.email_confirmed_at is not null as joined
    from public.members m join auth.users u on u.id = m.user_id
    where m.role = 'admin' and m.active and m.deleted_at is null`;
  if (admins.some((admin) => admin.joined)) return null;
  const email = admins[0]?.email ?? process.env['ADMIN_EMAIL'] ?? defaultEmail;
  const { data, error } = await auth.generateLink({ type: 'invite', email });
  if (error) throw new Error(`No link for ${email}: ${error.code ?? error.name}`);
  if (admins.length === 0) await makeOperation(sql, data.user.id);
  const fragment = new URLSearchParams({
    token_hash: data.properties.hashed_token,
    type: 'invite',
  });
  return { email, href: `${origin}/join#${fragment.toString()}` };
}

/** The first operation, and in it the only member that no admin has added. */
async function makeOperation(sql: Sql, userId: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [operation] = await tx<{ id: string }[]>`
      select coalesce((select id from public.operations order by created_at limit 1),
        public.create_operation('New operation', 'عملية جديدة')) as id`;
    await tx`
      insert into public.members (id, operation_id, user_id, role, display_name)
      values (${crypto.randomUUID()}, ${operation?.id ?? null}, ${userId}, 'admin', 'Admin')`;
  });
}
