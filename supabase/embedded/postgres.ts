import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stopOrphan } from './postgres-orphan.ts';
import {
  postgresBinaries,
  serverAccount,
  serverCommand,
  type ServerAccount,
} from './postgres-binaries.ts';
import { StartError } from './start-error.ts';

/** The superuser, named as on hosted Supabase; the app and its migrations never use it. */
export const superuser = 'supabase_admin';

/** A running Postgres on 127.0.0.1. */
export type Cluster = {
  port: number;
  /** A connection string with the cluster's password, e.g. `url('postgres', 'postgres')`. */
  url: (role: string, database: string) => string;
  /** Ends sessions, writes everything down and waits for the end of the process. */
  stop: () => Promise<void>;
  /** Resolves when Postgres ends, asked for or not. */
  ended: Promise<void>;
};

export type ClusterOptions = {
  /** Where the data lie; made when missing. Absolute or relative to the working directory. */
  directory: string;
  /** Every login role of the cluster shares it; only this machine's owner can read it. */
  password: string;
  /** More server settings, each over the defaults below. */
  settings?: Record<string, string>;
  /** A port of 127.0.0.1; a free one is chosen when left out. */
  port?: number;
};

/** Sized for a laptop with 2 GB that runs a browser too. */
const defaults: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  wal_compression: 'on',
  wal_level: 'logical',
  max_replication_slots: '8',
  max_wal_senders: '8',
  max_slot_wal_keep_size: '1GB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  // Statements, their parameters and the details of errors carry personal data.
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

const logLimitBytes = 5_000_000;

/**
 * Starts Postgres on a free port of 127.0.0.1, and makes its data directory first when there is
 * none. A half-made data directory that never held data is made again; a server that a killed
 * process left behind is stopped first. Throws StartError where its reader can help.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = resolve(options.directory);
  const account = serverAccount();
  const binaries = await postgresBinaries();
  if (!existsSync(directory)) {
    await makeDataDirectory(directory, options.password, binaries.initdb, account);
  }
  if (!existsSync(join(directory, 'PG_VERSION')) || !existsSync(join(directory, 'global'))) {
    throw new StartError(
      `${directory} is not a whole Postgres data directory. Put it back from a backup, or move it away to start empty.`,
    );
  }
  await stopOrphan(directory);
  const log = openLog(`${directory}.log`, account);
  try {
    return await launch(directory, options, binaries.postgres, account, log);
  } finally {
    closeSync(log);
  }
}

async function makeDataDirectory(
  directory: string,
  password: string,
  initdb: string,
  account: ServerAccount | undefined,
): Promise<void> {
  const unfinished = `${directory}.new`;
  const passwordFile = `${directory}.${randomBytes(6).toString('hex')}.tmp`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) {
    chownSync(unfinished, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    await run(
      initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      account,
      [initdb, unfinished, passwordFile],
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Only a whole cluster gets the final name: a crash before this line leaves nothing to repair.
  renameSync(unfinished, directory);
}

async function run(
  file: string,
  args: string[],
  account: ServerAccount | undefined,
  paths: string[],
): Promise<void> {
  const command = serverCommand(file, args, account, paths);
  const child = spawn(command.file, command.args, {
    ...command.options,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  if (code !== 0) {
    throw new StartError(`initdb failed: ${complaint.trim().split('\n').at(-1) ?? 'no reason'}`);
  }
}

function openLog(path: string, account: ServerAccount | undefined): number {
  const grown = existsSync(path) && statSync(path).size > logLimitBytes;
  const log = openSync(path, grown ? 'w' : 'a', 0o600);
  chmodSync(path, 0o600);
  if (account) chownSync(path, account.uid, account.gid);
  return log;
}

async function launch(
  directory: string,
  { password, settings, port: wantedPort }: ClusterOptions,
  postgres: string,
  account: ServerAccount | undefined,
  log: number,
): Promise<Cluster> {
  const port = wantedPort ?? (await freePort());
  const flags = Object.entries({ ...defaults, ...settings, port: String(port) });
  const args = ['-D', directory, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const command = serverCommand(postgres, args, account, [postgres, join(directory, 'x')]);
  const logStart = statSync(`${directory}.log`).size;
  const child = spawn(command.file, command.args, {
    ...command.options,
    // A process group of its own: Ctrl-C reaches this process, which then stops in order.
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
    cwd: dirname(directory),
  });
  const ended = new Promise<void>((done) => {
    child.once('error', () => done());
    child.once('exit', () => done());
  });
  await untilReady(directory, child, logStart);
  return {
    port,
    url: (role, database) =>
      `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await ended;
    },
    ended,
  };
}

/** As pg_ctl does: the eighth line of postmaster.pid says "ready" when sessions are accepted. */
async function untilReady(directory: string, child: ChildProcess, logStart: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      const log = `${directory}.log`;
      const lines = readFileSync(log).subarray(logStart).toString().trim().split('\n');
      const reason = lines.find((line) => line.includes('FATAL')) ?? lines.at(-1) ?? '';
      throw new StartError(
        `Postgres did not start: ${reason.replace(/^.*FATAL:\s*/, '')} (more in ${log})`,
      );
    }
    const lines = readPidFile(directory);
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return;
    await delay(10);
  }
}

function readPidFile(directory: string): string[] {
  try {
    return readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
