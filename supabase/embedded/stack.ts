import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { createApi, type Api } from './api.ts';
import { applyMigrations, bootstrap } from './bootstrap.ts';
import { startCluster, superuser, type Cluster } from './postgres.ts';
import { startRealtime, type Realtime } from './realtime/server.ts';
import type { Secrets } from './secrets.ts';

export type StackOptions = {
  dataDirectory: string;
  secrets: Secrets;
  realtimePublic: boolean;
  log: (line: string) => void;
  /** Called when Postgres ended by itself and could not be started again. */
  onFatal: (reason: string) => void;
};

/** The embedded Supabase without its HTTP server. */
export type Stack = {
  /** A connection as the role `postgres`. */
  sql: Sql;
  databaseUrl: string;
  api: Api;
  realtime: Realtime;
  /** Whether each part answers now. */
  health: () => Promise<{ database: boolean; api: boolean; realtime: boolean }>;
  close: () => Promise<void>;
};

const database = 'postgres';
const healthPatienceMs = 2_000;

/** Starts Postgres, brings its schema up to date, and starts the APIs and Realtime on it. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDirectory, secrets, log } = options;
  const clusterOptions = {
    directory: join(dataDirectory, 'postgres'),
    password: secrets.databasePassword,
  };
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
  };
  try {
    const cluster = await supervise(clusterOptions, options, closers);
    await prepare(cluster, secrets.databasePassword, log);
    const sql = postgres(cluster.url('postgres', database), {
      max: 6,
      onnotice: () => undefined,
    });
    closers.push(() => sql.end({ timeout: 2 }));
    const realtime = await startRealtime({
      databaseUrl: cluster.url(superuser, database),
      jwtSecret: secrets.jwtSecret,
      publishableKey: secrets.publishableKey,
      secretKey: secrets.secretKey,
      allowPublic: options.realtimePublic,
      log,
    });
    closers.push(() => realtime.close());
    const storageDirectory = join(dataDirectory, 'storage');
    mkdirSync(storageDirectory, { recursive: true, mode: 0o700 });
    const api = await createApi({
      databaseUrl: cluster.url('postgres', database),
      sql,
      secrets,
      storageDirectory,
      onUserGone: (userId) => realtime.disconnectUser(userId),
    });
    closers.push(() => api.close());
    return {
      sql,
      databaseUrl: cluster.url('postgres', database),
      api,
      realtime,
      health: () => health(sql, api, realtime, secrets),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts Postgres again when it ends by itself, on the same port, so that every pool recovers. */
async function supervise(
  clusterOptions: { directory: string; password: string },
  { log, onFatal }: StackOptions,
  closers: (() => Promise<unknown>)[],
): Promise<Cluster> {
  let current = await startCluster(clusterOptions);
  let stopping = false;
  closers.push(async () => {
    stopping = true;
    await current.stop();
  });
  const watch = async (cluster: Cluster): Promise<void> => {
    await cluster.ended;
    if (stopping) return;
    log('Postgres ended by itself and is started again.');
    try {
      current = await startCluster({ ...clusterOptions, port: cluster.port });
    } catch (error) {
      onFatal(error instanceof Error ? error.message : String(error));
      return;
    }
    await watch(current);
  };
  void watch(current);
  return current;
}

async function prepare(cluster: Cluster, password: string, log: (line: string) => void) {
  const options = { max: 1, onnotice: () => undefined };
  const admin = postgres(cluster.url(superuser, database), options);
  try {
    await bootstrap(admin, password);
  } finally {
    await admin.end();
  }
  const owner = postgres(cluster.url('postgres', database), options);
  try {
    const applied = await applyMigrations(owner);
    if (applied.length > 0) log(`Applied ${applied.length} database migrations.`);
  } finally {
    await owner.end();
  }
}

async function health(sql: Sql, api: Api, realtime: Realtime, { publishableKey }: Secrets) {
  const answers = (work: Promise<boolean>) =>
    Promise.race([work.catch(() => false), delay(healthPatienceMs, false, { ref: false })]);
  const settings = new Request('http://localhost/auth/v1/settings', {
    headers: { apikey: publishableKey },
  });
  const [databaseAnswers, apiAnswers] = await Promise.all([
    answers(sql`select 1`.then(() => true)),
    answers(api.fetch(settings, '127.0.0.1').then((response) => response.ok)),
  ]);
  return {
    database: databaseAnswers,
    api: apiAnswers && databaseAnswers,
    realtime: realtime.status().feed === 'ready',
  };
}
