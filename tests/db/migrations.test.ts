import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const migrationsDirectory = join(import.meta.dirname, '../../supabase/migrations');
const files = readdirSync(migrationsDirectory).filter((file) => file.endsWith('.sql'));
const textOf = (file: string) => readFileSync(join(migrationsDirectory, file), 'utf8');

// The test database is made as hosted Supabase hands a project over: schemas auth, storage and
// realtime exist and belong to others, and the migrations run as the role postgres.
describe('the migrations, applied as on hosted Supabase', () => {
  it('ran as a role that is no superuser, on schemas that belong to others', async () => {
    const [row] = await db.owner<{ superuser: boolean; owners: string[]; applied: string }[]>`
      select (select rolsuper from pg_roles where rolname = current_user) as superuser,
        (select array_agg(distinct nspowner::regrole::text)
          from pg_namespace where nspname in ('auth', 'storage', 'realtime')) as owners,
        (select count(*) from supabase_migrations.schema_migrations) as applied`;
    expect(row?.superuser).toBe(false);
    expect(row?.owners).not.toContain('postgres');
    expect(Number(row?.applied)).toBe(files.length);
  });

  it('leave everything in the hands of postgres', async () => {
    const foreign = await db.sql`
      select relname from pg_class
      where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and relowner <> 'postgres'::regrole
      union all
      select proname from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and proowner <> 'postgres'::regrole`;
    expect(foreign).toEqual([]);
  });

  it('write no row', async () => {
    for (const table of ['operations', 'members', 'profiles', 'events']) {
      const [row] = await db.sql<{ count: string }[]>`
        select count(*) from ${db.sql(`public.${table}`)}`;
      expect([table, Number(row?.count)]).toEqual([table, 0]);
    }
  });

  it('put nothing into the schemas of others but policies, two buckets and triggers on accounts', async () => {
    const triggers = await db.sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname || '.' || t.tgname as name
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_proc p on p.oid = t.tgfoid
      where p.pronamespace = 'private'::regnamespace and n.nspname <> 'public'
      order by 1`;
    expect(triggers.map((trigger) => trigger.name)).toEqual([
      'auth.users.end_memberships_of_deleted_accounts',
      'auth.users.tell_access_of_banned_accounts',
    ]);
    const policies = await db.sql<{ table: string }[]>`
      select schemaname || '.' || tablename as table from pg_policies
      where schemaname <> 'public' order by 1`;
    expect(policies.map((policy) => policy.table)).toEqual([
      'realtime.messages',
      'storage.buckets',
      'storage.buckets',
      'storage.objects',
      'storage.objects',
      'storage.objects',
      'storage.objects',
    ]);
    const buckets =
      await db.sql`select id, public, file_size_limit::int as most from storage.buckets order by id`;
    expect(buckets).toEqual([
      { id: 'evidence', public: false, most: 1_048_576 },
      { id: 'person-photos', public: false, most: 1_048_576 },
    ]);
  });
});

describe('each migration', () => {
  it.each(files)('%s has a version, a topic, and fits on a few screens', (file) => {
    expect(file).toMatch(/^\d{14}_[a-z_]+\.sql$/);
    expect(textOf(file).split('\n').length).toBeLessThan(300);
    expect(textOf(file)).toMatch(/^-- [A-Z]/);
  });

  it.each(files)('%s asks for nothing that only a superuser or this stack has', (file) => {
    const text = textOf(file).toLowerCase();
    for (const word of [
      'superuser',
      'supabase_admin',
      'session_replication_role',
      'alter system',
      'create extension',
      'daylight_embedded',
      '_realtime',
      'set role',
    ]) {
      expect(text).not.toContain(word);
    }
  });

  it('has a version of its own', () => {
    const versions = files.map((file) => file.split('_')[0]);
    expect(new Set(versions).size).toBe(versions.length);
  });
});
