import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { applyMigrations, bootstrap } from '../../supabase/embedded/bootstrap.ts';
import { startCluster, superuser, type Cluster } from '../../supabase/embedded/postgres.ts';

/** A throwaway Postgres; the database `template` has the bootstrap and every migration, and no rows. */
export interface Template {
  port: number;
  password: string;
  template: string;
}

const password = 'only-for-this-test-run';
const template = 'daylight_template';

export async function startTemplate(): Promise<Template & { stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'daylight-test-'));
  const cluster = await makeCluster(join(directory, 'postgres'));
  return {
    port: cluster.port,
    password,
    template,
    stop: async () => {
      await cluster.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function makeCluster(directory: string): Promise<Cluster> {
  const cluster = await startCluster({
    directory,
    password,
    // Nothing here outlives the run, so nothing has to survive a crash.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      autovacuum: 'off',
    },
  });
  try {
    await makeTemplate(cluster);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

async function makeTemplate(cluster: Cluster): Promise<void> {
  const options = { max: 1, onnotice: () => undefined };
  const maintenance = postgres(cluster.url(superuser, 'postgres'), options);
  const admin = postgres(cluster.url(superuser, template), options);
  const owner = postgres(cluster.url('postgres', template), options);
  try {
    await maintenance`create database ${maintenance(template)}`;
    await bootstrap(admin, password);
    await applyMigrations(owner);
  } finally {
    await Promise.all([maintenance.end(), admin.end(), owner.end()]);
  }
}
