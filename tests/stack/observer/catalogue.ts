/** What the APIs expose, as the database itself lists it: what is added later is in it too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';

const root = join(import.meta.dirname, '..', '..', '..');

/** The schemas that PostgREST serves. */
const exposedSchemas = (): string[] => {
  const config = readFileSync(join(root, 'supabase', 'config.toml'), 'utf8');
  const listed = /^schemas = (\[.*\])$/m.exec(config)?.[1];
  if (listed === undefined) throw new Error('supabase/config.toml names no schemas');
  return JSON.parse(listed) as string[];
};

/** `texts`: the columns that can hold a text, lists of texts and JSON among them. */
export type Table = { name: string; columns: string[]; texts: string[] };

/** Every table and view, with its columns in their order. */
export const tablesOf = (sql: Sql) => sql<Table[]>`
  select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
    coalesce(array_agg(a.attname::text order by a.attnum) filter (
      where t.typcategory in ('S', 'A') or t.typname in ('json', 'jsonb')), '{}') as texts
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  where c.relnamespace::regnamespace::text = any (${exposedSchemas()})
    and c.relkind in ('r', 'v', 'm', 'p', 'f')
  group by c.relname order by 1`;

export type ForeignKey = { name: string; from: string; to: string };

/** Every foreign key between two of the tables. */
export const foreignKeysOf = (sql: Sql) => sql<ForeignKey[]>`
  select k.conname as name, f.relname as from, t.relname as to
  from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
  where k.contype = 'f'
    and f.relnamespace::regnamespace::text = any (${exposedSchemas()})
    and t.relnamespace::regnamespace::text = any (${exposedSchemas()})
  order by 1, 2`;

/** Every function that somebody signed in may call, as name(argument type, …). */
export const functionsOf = async (sql: Sql): Promise<string[]> => {
  const found = await sql<{ name: string }[]>`
    select p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name
    from pg_proc p
    where p.pronamespace::regnamespace::text = any (${exposedSchemas()})
      and p.prorettype <> 'trigger'::regtype
      and has_function_privilege('authenticated', p.oid, 'execute')
    order by 1`;
  return found.map(({ name }) => name);
};
