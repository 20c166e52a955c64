import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { applyMigrations, bootstrap } from '../../supabase/embedded/bootstrap.ts';
import { startCluster, superuser } from '../../supabase/embedded/postgres.ts';

/** A throwaway Postgres with the settings of production, durable writes included. */
export type BenchDatabase = {
  /** Superuser: for filling tables. */
  sql: Sql;
  /** Role postgres, which owns the tables. */
  owner: Sql;
  /** The superuser's connection string, for servers under test. */
  url: string;
  close: () => Promise<void>;
};

export async function benchDatabase(): Promise<BenchDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'daylight-bench-'));
  const password = 'only-for-this-run';
  const cluster = await startCluster({ directory: join(directory, 'postgres'), password });
  const connect = (role: string) =>
    postgres(cluster.url(role, 'postgres'), { max: 1, onnotice: () => undefined });
  const sql = connect(superuser);
  await bootstrap(sql, password);
  const owner = connect('postgres');
  await applyMigrations(owner);
  return {
    sql,
    owner,
    url: cluster.url(superuser, 'postgres'),
    close: async () => {
      await Promise.all([sql.end(), owner.end()]);
      await cluster.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
