import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { applyMigrations, bootstrap } from '../../supabase/embedded/bootstrap.ts';
import { startCluster, superuser, type Cluster } from '../../supabase/embedded/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's Postgres; the template has the bootstrap and every migration, and no rows. */
    postgres: { port: number; password: string; template: string };
  }
}

const password = 'only-for-this-test-run';
const template = 'daylight_template';

type Shared = { cluster: Promise<Cluster>; users: number; directory: string };
const holder = globalThis as { daylightTestCluster?: Shared | undefined };

/** One throwaway Postgres for a test run, shared by the projects that ask for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (holder.daylightTestCluster ??= launch());
  shared.users += 1;
  const { port } = await shared.cluster;
  project.provide('postgres', { port, password, template });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    holder.daylightTestCluster = undefined;
    await (await shared.cluster).stop();
    rmSync(shared.directory, { recursive: true, force: true });
  };
}

function launch(): Shared {
  const directory = mkdtempSync(join(tmpdir(), 'daylight-test-'));
  return { directory, users: 0, cluster: makeCluster(join(directory, 'postgres')) };
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
