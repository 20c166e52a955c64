import postgres, { type Sql, type TransactionSql } from 'postgres';
import { inject } from 'vitest';
import { superuser } from '../../supabase/embedded/postgres.ts';

/** Who a statement runs as: an API role with the claims of the caller's token. */
export type Caller =
  | { role: 'anon' }
  | { role: 'authenticated'; sub: string; [claim: string]: unknown }
  | { role: 'service_role' };

/**
 * A database of its own, with the bootstrap, the Realtime schema and every migration, and no rows.
 * - `sql`: superuser, for arranging and for looking behind RLS
 * - `owner`: the role `postgres`, which owns the tables (as on hosted Supabase, not a superuser)
 * - `as(caller, work)`: runs `work` in one transaction with the role and the claims of `caller`,
 *   as PostgREST does; commits what it wrote, rolls back when it throws
 * - `url(role)`: a connection string for servers under test
 * - `close()`: ends the connections and drops the database; call it in afterAll
 */
export type TestDatabase = {
  name: string;
  sql: Sql;
  owner: Sql;
  as: <T>(caller: Caller, work: (tx: TransactionSql) => Promise<T>) => Promise<T>;
  url: (role?: string) => string;
  close: () => Promise<void>;
};

/** A user signed in as PostgREST presents one: `as(user(id), (tx) => tx`select …`)`. */
export const user = (id: string): Caller => ({ role: 'authenticated', sub: id });

/**
 * Makes a database from the run's template (about 50 ms). Use it once a file, in beforeAll:
 * `let db: TestDatabase; beforeAll(async () => { db = await freshDatabase(); }); afterAll(() => db.close());`
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const { port, password, template } = inject('postgres');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = (role = superuser, database = name) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  const connect = (role: string, database: string, max: number) =>
    postgres(url(role, database), { max, onnotice: () => undefined });

  const maintenance = connect(superuser, 'postgres', 1);
  await maintenance`
    create database ${maintenance(name)} template ${maintenance(template)} owner postgres strategy file_copy`;
  const sql = connect(superuser, name, 5);
  const owner = connect('postgres', name, 5);

  return {
    name,
    sql,
    owner,
    url: (role) => url(role),
    as: (caller, work) =>
      owner.begin(async (tx) => {
        await tx`select set_config('request.jwt.claims', ${JSON.stringify(caller)}, true)`;
        await tx`set local role ${tx(caller.role)}`;
        return work(tx);
      }) as Promise<Awaited<ReturnType<typeof work>>>,
    close: async () => {
      await Promise.all([sql.end(), owner.end()]);
      await maintenance`drop database ${maintenance(name)} with (force)`;
      await maintenance.end();
    },
  };
}
