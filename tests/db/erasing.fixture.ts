import type { TestDatabase } from '../support/database.ts';

/**
 * Where in the database a text still stands: every column of every table of every schema but
 * Postgres's own. Sorted names; none is the rule.
 */
export async function traces(db: TestDatabase, marker: string): Promise<string[]> {
  const tables = await db.sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm')
      and n.nspname !~ '^(pg_|information_schema)'
    order by 1`;
  const asked = tables.map(
    ({ name }) =>
      `select '${name}' as name where exists (select from ${name} t where position($1 in t::text) > 0)`,
  );
  const found = await db.sql.unsafe<{ name: string }[]>(asked.join(' union all '), [marker]);
  return found.map(({ name }) => name).toSorted();
}
