import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { applyMigrations, bootstrap } from '../../supabase/embedded/bootstrap.ts';
import { superuser } from '../../supabase/embedded/postgres.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

/** A project whose new tables and functions are open to nobody by themselves. */
const name = `strict_${crypto.randomUUID().replaceAll('-', '')}`;
let strict: Sql;
let usual: TestDatabase;
let maintenance: Sql;

beforeAll(async () => {
  const { port, password } = inject('postgres');
  const connect = (role: string, database: string) =>
    postgres(`postgres://${role}:${password}@127.0.0.1:${port}/${database}`, {
      max: 1,
      onnotice: () => undefined,
    });
  usual = await freshDatabase();
  maintenance = connect(superuser, 'postgres');
  await maintenance`create database ${maintenance(name)}`;
  strict = connect(superuser, name);
  await bootstrap(strict, password);
  for (const kind of ['tables', 'functions', 'sequences']) {
    await strict.unsafe(`alter default privileges for role postgres in schema public
      revoke all on ${kind} from anon, authenticated, service_role`);
  }
  const owner = connect('postgres', name);
  await applyMigrations(owner);
  await owner.end();
});
afterAll(async () => {
  await strict.end();
  await maintenance`drop database ${maintenance(name)} with (force)`;
  await Promise.all([maintenance.end(), usual.close()]);
});

const rights = async (sql: Sql) => {
  const rows = await sql<{ right: string }[]>`
    with roles (role) as (values ('anon'), ('authenticated'), ('service_role'))
    select format('%s %s %s', role, privilege, c.oid::regclass) as right
    from roles, pg_class c,
      unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'])
        as privilege
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
      and has_table_privilege(role, c.oid, privilege)
    union all
    select format('%s execute %s', role, p.oid::regprocedure)
    from roles, pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege(role, p.oid, 'execute')
    order by 1`;
  return rows.map(({ right }) => right);
};

describe('the migrations on a project that grants nothing by default', () => {
  it('give every role the same rights as elsewhere', async () => {
    const wanted = await rights(usual.sql);
    expect(wanted.length).toBeGreaterThan(10);
    expect(await rights(strict)).toEqual(wanted);
  });

  it('leave nothing to the anonymous', async () => {
    expect((await rights(strict)).filter((right) => right.startsWith('anon '))).toEqual([]);
  });

  it('are recorded as the Supabase CLI records them', async () => {
    const rows = await strict<{ version: string; name: string; statements: string[] }[]>`
      select version, name, statements from supabase_migrations.schema_migrations order by version`;
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect(row.version).toMatch(/^\d{14}$/);
      expect(row.name).toMatch(/^[a-z_]+$/);
      expect(row.statements.length).toBeGreaterThan(0);
    }
  });
});
