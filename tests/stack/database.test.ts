import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

describe('a database as hosted Supabase hands it over', () => {
  it('gives the migrations a role that is no superuser', async () => {
    const [role] = await db.owner`
      select current_user as name, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
      from pg_roles where rolname = current_user`;
    expect(role).toEqual({
      name: 'postgres',
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: true,
      rolreplication: true,
      rolbypassrls: true,
    });
  });

  it('tells a statement who calls', async () => {
    const id = crypto.randomUUID();
    const [caller] = await db.as(
      user(id),
      (tx) => tx`
      select current_user as role, auth.uid() as uid, auth.role() as claim`,
    );
    expect(caller).toEqual({ role: 'authenticated', uid: id, claim: 'authenticated' });
  });

  it('shows nobody the accounts', async () => {
    for (const caller of [{ role: 'anon' } as const, user(crypto.randomUUID())]) {
      await expect(db.as(caller, (tx) => tx`select * from auth.users`)).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});
