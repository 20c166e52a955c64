import postgres from 'postgres';
import { freshLogin } from './accounts.ts';
import { secretClient, stackSettings } from './stack.ts';

/**
 * An operation of a test's own with one site and one coordinator, for settings that no other test
 * may meet.
 * @returns the coordinator's sign-in
 */
export const arrangeOperation = async (settings: {
  tile_url: string;
  tile_attribution: string;
}): Promise<{ email: string; password: string }> => {
  const account = { email: freshLogin(), password: 'seven quiet lamps' };
  const { data, error } = await secretClient().auth.admin.createUser({
    ...account,
    email_confirm: true,
  });
  if (error) throw error;
  const sql = postgres(stackSettings().DATABASE_URL ?? '', { max: 1, onnotice: () => undefined });
  const operation = crypto.randomUUID();
  try {
    await sql`insert into public.operations (id, name_en, name_ar, settings)
      values (${operation}, 'Tiles', 'خرائط', ${sql.json(settings)})`;
    await sql`insert into public.members (id, operation_id, user_id, role, display_name)
      values (gen_random_uuid(), ${operation}, ${data.user.id}, 'coordinator', 'Tiles')`;
    await sql`insert into public.sites
        (id, operation_id, code, name_en, name_ar, kind, status, lat, lon, coord_source,
          coord_precision_m)
      values (gen_random_uuid(), ${operation}, 'S-1', 'Shelter', 'مأوى', 'shelter', 'verified',
        33.51, 36.29, 'surveyed', 20)`;
  } finally {
    await sql.end();
  }
  return account;
};
