import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';

const root = join(import.meta.dirname, '..', '..');

/** How a start ended that did not come to the ready line. */
export type FailedStart = { code: number | null; output: string };

/**
 * Daylight as `npm start` runs it, in a process of its own on a free port.
 * - `output()`: what it has printed so far
 * - `client()`, `service()`: supabase-js with the publishable or the secret key, over HTTP
 * - `sql()`: a connection by DATABASE_URL; end it yourself
 * - `stop()`: SIGTERM and the exit code
 * - `killEverything()`: SIGKILL to the server and every Postgres process, as a power cut
 */
export type Instance = {
  origin: string;
  process: ChildProcess;
  postmaster: number;
  output: () => string;
  client: () => SupabaseClient;
  service: () => SupabaseClient;
  sql: () => Sql;
  stop: () => Promise<number | null>;
  killEverything: () => Promise<void>;
};

/** A data directory that `remove` deletes again. */
export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), 'daylight-instance-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts an instance on `dataDirectory`; rejects with its output when it ends before it is ready. */
export async function startInstance(
  dataDirectory: string,
  env: Record<string, string> = {},
): Promise<Instance> {
  const started = await launch(dataDirectory, env);
  if ('code' in started) throw new Error(`no start (${started.code}): ${started.output}`);
  return started;
}

/** Expects a start that is refused; `command` wraps the server's own command line. */
export async function failToStart(
  dataDirectory: string,
  env: Record<string, string> = {},
  command: string[] = [],
): Promise<FailedStart> {
  const started = await launch(dataDirectory, env, command);
  if ('code' in started) return started;
  await started.stop();
  throw new Error('it started');
}

async function launch(
  dataDirectory: string,
  env: Record<string, string>,
  command: string[] = [],
): Promise<Instance | FailedStart> {
  const line = [...command, process.execPath, 'supabase/embedded/serve.ts'];
  const child = spawn(line[0] ?? process.execPath, line.slice(1), {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', DATA_DIR: dataDirectory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((done) => child.once('close', done));
  const ready = new Promise<string>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const origin = /Daylight is ready on (\S+)/.exec(output)?.[1];
        if (origin !== undefined) done(origin);
      });
    }
  });
  const first = await Promise.race([ready, exited]);
  if (typeof first !== 'string') return { code: first, output };
  const file_ = environmentFile(dataDirectory);
  const client = (key: string) =>
    createClient(first, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const postmaster = readPostmaster(dataDirectory);
  return {
    origin: first,
    process: child,
    postmaster,
    output: () => output,
    client: () => client(file_['SUPABASE_PUBLISHABLE_KEY'] ?? ''),
    service: () => client(file_['SUPABASE_SECRET_KEY'] ?? ''),
    sql: () => postgres(file_['DATABASE_URL'] ?? '', { max: 2, onnotice: () => undefined }),
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    killEverything: async () => {
      const children = childrenOf(postmaster);
      child.kill('SIGKILL');
      for (const pid of [postmaster, ...children]) kill(pid);
      await exited;
    },
  };
}

/** DATA_DIR/supabase.env as an object. */
export function environmentFile(dataDirectory: string): Record<string, string> {
  const text = readFileSync(join(dataDirectory, 'supabase.env'), 'utf8');
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

export function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

const readPostmaster = (dataDirectory: string) =>
  Number(readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone before it was its turn.
  }
}
