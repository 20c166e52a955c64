import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bootstrap } from '../../supabase/embedded/bootstrap.ts';
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

  it('lets migrations write policies, and nothing else, in the schemas of the services', async () => {
    await db.owner`create policy "a test reads" on storage.objects for select to authenticated using (true)`;
    await db.owner`create policy "a test listens" on realtime.messages for select to authenticated using (true)`;
    for (const statement of [
      'alter table storage.objects add column extra text',
      'create table realtime.extra (id int)',
      'create function auth.extra() returns int language sql as $$ select 1 $$',
      'alter table auth.users add column extra text',
      'create index extra on realtime.messages (topic)',
      'alter table realtime.messages disable row level security',
    ]) {
      await expect(db.owner.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('bears its bootstrap again, as after an update of the app', async () => {
    await db.sql`update daylight_embedded.bootstrap set sha256 = 'an older version'`;
    await bootstrap(db.sql, inject('postgres').password);
    const stale =
      await db.sql`select part from daylight_embedded.bootstrap where sha256 = 'an older version'`;
    expect(stale).toEqual([]);
  });
});
