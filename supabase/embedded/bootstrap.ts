import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAuthSchemaSql, getStorageSchemaSql, splitSqlStatements } from '@supabase/lite';
import type { Sql } from 'postgres';
import { StartError } from './start-error.ts';

const embedded = import.meta.dirname;
const loginRoles = [
  'postgres',
  'authenticator',
  'supabase_auth_admin',
  'supabase_storage_admin',
  'supabase_read_only_user',
];

/** Where the project's migrations are: `<version>_<name>.sql`. */
const migrationsDirectory = join(embedded, '..', 'migrations');

/**
 * Brings the current database to the state of a hosted Supabase project before its first
 * migration. Each part is run once, and again when its text has changed since: every part must
 * bear that. `admin` is a superuser's connection; `password` is given to the login roles.
 */
export async function bootstrap(admin: Sql, password: string): Promise<void> {
  const parts = bootstrapParts();
  await admin.begin(async (tx) => {
    await tx`set local client_min_messages to warning`;
    await tx`create schema if not exists daylight_embedded`;
    await tx`create table if not exists daylight_embedded.bootstrap (part text primary key, sha256 text not null)`;
    for (const { name, text } of parts) {
      const sha256 = createHash('sha256').update(text).digest('hex');
      const known = await tx`
        insert into daylight_embedded.bootstrap values (${name}, ${sha256})
        on conflict (part) do update set sha256 = excluded.sha256
        where bootstrap.sha256 <> excluded.sha256 returning part`;
      if (known.length > 0) await tx.unsafe(text).simple();
    }
    for (const role of loginRoles) {
      // ALTER ROLE takes no parameters; the password is of our own making, in base64url.
      await tx.unsafe(`alter role ${role} password '${password.replaceAll("'", "''")}'`).simple();
    }
  });
}

function bootstrapParts(): { name: string; text: string }[] {
  const read = (file: string) => readFileSync(join(embedded, file), 'utf8');
  const realtime = join('realtime', 'schema.sql');
  return [
    { name: 'bootstrap.sql', text: read('bootstrap.sql') },
    { name: 'auth', text: getAuthSchemaSql() },
    { name: 'storage', text: getStorageSchemaSql() },
    { name: 'bootstrap-grants.sql', text: read('bootstrap-grants.sql') },
    ...(existsSync(join(embedded, realtime)) ? [{ name: realtime, text: read(realtime) }] : []),
  ];
}

/** A migration as the Supabase CLI sees it. */
export type Migration = { version: string; name: string; text: string };

/** Reads the migrations of a directory in the order in which they apply. */
function readMigrations(directory: string): Migration[] {
  return readdirSync(directory)
    .filter((file) => /^\d+_.*\.sql$/.test(file))
    .sort()
    .map((file) => {
      const [version = '', ...rest] = file.slice(0, -'.sql'.length).split('_');
      return { version, name: rest.join('_'), text: readFileSync(join(directory, file), 'utf8') };
    });
}

/**
 * Applies the migrations that the database does not have yet, each in a transaction of its own,
 * and records them as the Supabase CLI does. `owner` is a connection as the role `postgres`.
 * Throws StartError with the file's name and Postgres's message; what was applied before stays.
 */
export async function applyMigrations(
  owner: Sql,
  migrations = readMigrations(migrationsDirectory),
): Promise<Migration[]> {
  await owner`set client_min_messages to warning`;
  await owner`create schema if not exists supabase_migrations`;
  await owner`
    create table if not exists supabase_migrations.schema_migrations (
      version text not null primary key, statements text[], name text
    )`;
  const rows = await owner<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations`;
  const applied = new Set(rows.map((row) => row.version));
  const pending = migrations.filter(({ version }) => !applied.has(version));
  for (const migration of pending) await applyMigration(owner, migration);
  return pending;
}

async function applyMigration(owner: Sql, { version, name, text }: Migration): Promise<void> {
  try {
    await owner.begin(async (tx) => {
      await tx.unsafe(text).simple();
      await tx`
        insert into supabase_migrations.schema_migrations (version, statements, name)
        values (${version}, ${splitSqlStatements(text)}, ${name})`;
    });
  } catch (error) {
    throw new StartError(`Migration ${version}_${name}.sql failed: ${reasonOf(error, text)}`);
  }
}

/** Postgres's message with the line of the file that it speaks of. */
function reasonOf(error: unknown, text: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = 'position' in error ? Number(error.position) : NaN;
  if (Number.isNaN(position)) return error.message;
  return `line ${text.slice(0, position).split('\n').length}: ${error.message}`;
}
