import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtApp, developmentApp, setAppEnvironment } from './app.ts';
import { openDataDirectory } from './data-directory.ts';
import { listen } from './http.ts';
import { readSecrets, writePrivateFile, type Secrets } from './secrets.ts';
import { originOf, readSettings } from './settings.ts';
import type { Stack } from './stack.ts';
import { StartError } from './start-error.ts';

/**
 * Daylight in one process: Postgres, the Supabase APIs, Realtime and the app on one port.
 * `scripts/start.mjs` runs it with the right Node after installing and building;
 * docs/operations.md has the environment. With --dev, the pages come from Vite.
 */
const stops: (() => unknown)[] = [];
let stopping: Promise<void> | undefined;

const log = (line: string) => console.log(line);

try {
  await start(process.argv.includes('--dev'));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  await stop(1);
}

async function start(development: boolean): Promise<void> {
  const settings = readSettings(process.env);
  const directory = await openDataDirectory(settings.dataDirectory);
  stops.push(() => directory.release());
  const front = await listen(settings.host, settings.port);
  stops.push(() => front.close());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop(0));
  }
  // The channel to start.mjs closes when that is killed; nothing may outlive it.
  process.once('disconnect', () => void stop(0));

  const isNew = !existsSync(join(directory.path, 'postgres'));
  if (isNew) log('Making a new database …');
  const secrets = await readSecrets(directory.path);
  const origin = originOf(settings.host, front.port);
  setAppEnvironment({ ...secrets, supabaseUrl: origin });
  const loadingApp = development ? developmentApp(front.server) : builtApp();
  loadingApp.catch(() => undefined);
  // What is large comes after what can refuse the start.
  const { startStack } = await import('./stack.ts');
  const stack = await startStack({
    dataDirectory: directory.path,
    secrets,
    realtimePublic: settings.realtimePublic,
    log,
    onFatal: (reason) => {
      console.error(reason);
      void stop(1);
    },
  });
  stops.push(() => stack.close());
  const loaded = await loadingApp;
  const app = 'app' in loaded ? loaded.app : loaded;
  if ('close' in loaded) stops.push(() => loaded.close());
  writeEnvironmentFile(directory.path, origin, secrets, stack);

  const service = await serviceClient(origin, secrets, stack);
  const { welcome } = await import('./welcome.ts');
  const lines = await welcome({
    sql: stack.sql,
    service,
    dataDirectory: directory.path,
    demo: settings.demo,
    origin,
    log,
  });
  const { startSweeping } = await import('./sweep.ts');
  // Before anyone reads: a backup that was put back may hold what was erased since.
  const sweeping = { sql: stack.sql, service, dataDirectory: directory.path, log };
  stops.push(await startSweeping(sweeping));
  front.open({ stack, app, version: readVersion(), addressHeader: settings.addressHeader });
  log([`Daylight is ready on ${origin}`, ...lines].join('\n'));
}

/** supabase-js with the secret key, without the way over the network. */
async function serviceClient(origin: string, { secretKey }: Secrets, { api }: Stack) {
  const { createClient } = await import('@supabase/supabase-js');
  return createClient(origin, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (input, init) => api.fetch(new Request(input, init), '127.0.0.1') },
  });
}

/** For scripts beside the app (tests, benchmarks, psql): where Supabase is and its keys. */
function writeEnvironmentFile(
  dataDirectory: string,
  origin: string,
  secrets: Secrets,
  stack: Stack,
): void {
  const lines = [
    `SUPABASE_URL=${origin}`,
    `SUPABASE_PUBLISHABLE_KEY=${secrets.publishableKey}`,
    `SUPABASE_SECRET_KEY=${secrets.secretKey}`,
    `DATABASE_URL=${stack.databaseUrl}`,
  ];
  writePrivateFile(join(dataDirectory, 'supabase.env'), `${lines.join('\n')}\n`);
}

/** Stops the parts in the reverse order of their start; a second signal does not wait. */
async function stop(code: number): Promise<void> {
  if (stopping) process.exit(code === 0 ? 130 : code);
  stopping = (async () => {
    for (const each of stops.splice(0).reverse()) await each();
  })();
  await stopping;
  process.exit(code);
}

function readVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
