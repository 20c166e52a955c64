import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { openDataDirectory } from './data-directory.ts';
import { keepLedger, ledgerIn } from './ledger.ts';
import { startCluster, superuser } from './postgres.ts';
import { readSecrets } from './secrets.ts';
import { StartError } from './start-error.ts';

const run = promisify(execFile);

/** What Postgres makes anew, and what must not be taken along (its manual, "Base Backup"). */
const leftOut = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);

/**
 * Writes DATA_DIR, as it is at one moment, into a compressed tar file that only its owner can
 * read: the database, the files of Storage, the secrets. Daylight may go on running and being
 * written to. Beside the file it keeps the ledger of what was erased, for older backups do not know
 * of it. Throws StartError with one line when it cannot.
 */
export async function backUp(dataDirectory: string, file: string): Promise<void> {
  const directory = resolve(dataDirectory);
  if (!existsSync(join(directory, 'postgres', 'PG_VERSION'))) {
    throw new StartError(`There is no database in ${directory}. Set DATA_DIR to where it is.`);
  }
  const staging = `${resolve(file)}.unfinished`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    await withDatabase(directory, async (sql) => {
      await copyDatabase(sql, directory, staging);
      await keepLedger(sql, ledgerIn(dirname(resolve(file))));
    });
    for (const name of ['secrets.json', 'demo-accounts.json', 'storage']) {
      if (existsSync(join(directory, name))) copy(join(directory, name), join(staging, name));
    }
    const packed = `${staging}.tar.gz`;
    writeFileSync(packed, '', { mode: 0o600 });
    await run('tar', ['-czf', packed, '-C', staging, '.']);
    renameSync(packed, resolve(file));
  } finally {
    rmSync(staging, { recursive: true, force: true });
    rmSync(`${staging}.tar.gz`, { force: true });
  }
}

/** A superuser's connection to the running database, or to one that runs for this alone. */
async function withDatabase(directory: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const { databasePassword: password } = await readSecrets(directory);
  const connect = (url: string) => postgres(url, { max: 1, onnotice: () => undefined });
  const running = connect(runningUrl(directory, password));
  try {
    await running`select 1`;
  } catch {
    await running.end();
    const lock = await openDataDirectory(directory);
    const cluster = await startCluster({ directory: join(directory, 'postgres'), password });
    const sql = connect(cluster.url(superuser, 'postgres'));
    try {
      await work(sql);
    } finally {
      await sql.end();
      await cluster.stop();
      lock.release();
    }
    return;
  }
  try {
    await work(running);
  } finally {
    await running.end();
  }
}

function runningUrl(directory: string, password: string): string {
  const file = join(directory, 'supabase.env');
  const line = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const port = /^DATABASE_URL=.*:(\d+)\//m.exec(line)?.[1] ?? '1';
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
}

/** Postgres's own way of copying a running cluster: its files, and the log of the meantime. */
async function copyDatabase(sql: Sql, directory: string, staging: string): Promise<void> {
  const from = join(directory, 'postgres');
  const to = join(staging, 'postgres');
  // Keeps the log from being recycled while the files are copied; it ends with this connection.
  await sql`select pg_create_physical_replication_slot('daylight_backup', true, true)`;
  await sql`select pg_backup_start('daylight', fast => true)`;
  copy(from, to, (path) => {
    const [top = '', ...rest] = relative(from, path).split('/');
    return !leftOut.has(top) || rest.length === 0;
  });
  rmSync(join(to, 'postmaster.pid'), { force: true });
  rmSync(join(to, 'postmaster.opts'), { force: true });
  const [stopped] = await sql<{ labelfile: string; spcmapfile: string }[]>`
    select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)`;
  writeFileSync(join(to, 'backup_label'), stopped?.labelfile ?? '', { mode: 0o600 });
  // Postgres makes the next segment as xlogtemp, which takes another name at any moment.
  copy(join(from, 'pg_wal'), join(to, 'pg_wal'), (path) => !/archive_status|xlogtemp/.test(path));
  mkdirSync(join(to, 'pg_wal', 'archive_status'), { mode: 0o700 });
}

/** Copies a tree; files that go away meanwhile (temporary tables) are not missed. */
function copy(from: string, to: string, wanted: (path: string) => boolean = () => true): void {
  cpSync(from, to, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => wanted(path) && existsSync(path),
  });
}

/** The file that a backup is written to when none is named: in the working directory. */
export function backupName(dataDirectory: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return join(
    dirname(resolve(dataDirectory)),
    `${basename(resolve(dataDirectory))}-${time}.tar.gz`,
  );
}
