import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { openDataDirectory } from './data-directory.ts';
import { ledgerIn, readLedger, writeLedger } from './ledger.ts';
import { serverAccount } from './postgres-binaries.ts';
import { startCluster } from './postgres.ts';
import { readSecrets } from './secrets.ts';
import { StartError } from './start-error.ts';

const run = promisify(execFile);

/**
 * Puts a backup into DATA_DIR, which must hold no database. Every operation gets a new epoch:
 * versions may repeat after a restore, so phones and browsers read everything again and keep what
 * they have not sent yet. What was erased since is erased again at the next start, as far as
 * `ledger` knows of it: the file beside the backup, unless another is named.
 * Throws StartError with one line when it cannot.
 */
export async function restore(
  dataDirectory: string,
  file: string,
  ledger: string = ledgerIn(dirname(resolve(file))),
): Promise<void> {
  if (!existsSync(file)) throw new StartError(`There is no file ${resolve(file)}.`);
  const directory = await openDataDirectory(resolve(dataDirectory));
  const unpacked = join(directory.path, 'restore.unfinished');
  try {
    if (existsSync(join(directory.path, 'postgres'))) {
      throw new StartError(
        `${directory.path} holds a database already. Move it away, or set DATA_DIR to another directory.`,
      );
    }
    rmSync(unpacked, { recursive: true, force: true });
    mkdirSync(unpacked, { mode: 0o711 });
    await unpack(resolve(file), unpacked);
    await renewEpochs(unpacked);
    addToLedger(ledgerIn(directory.path), ledger);
    await run('sync');
    // The database last: with it the directory counts as whole.
    const names = readdirSync(unpacked).filter((name) => name !== 'postgres');
    for (const name of [...names, 'postgres']) {
      rmSync(join(directory.path, name), { recursive: true, force: true });
      renameSync(join(unpacked, name), join(directory.path, name));
    }
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
    directory.release();
  }
}

/** What DATA_DIR itself has of it stays. */
function addToLedger(path: string, from: string): void {
  const lines = [...readLedger(path), ...readLedger(from)];
  if (lines.length > 0) writeLedger(path, lines);
}

async function unpack(file: string, to: string): Promise<void> {
  try {
    await run('tar', ['-xzf', file, '-C', to, '--no-same-owner']);
  } catch {
    throw new StartError(`${file} is not a whole backup: tar cannot unpack it.`);
  }
  for (const name of ['secrets.json', 'postgres']) {
    if (!existsSync(join(to, name))) {
      throw new StartError(`${file} is not a backup of Daylight: it has no ${name}.`);
    }
  }
  const account = serverAccount();
  if (account) await run('chown', ['-R', `${account.uid}:${account.gid}`, join(to, 'postgres')]);
  chmodSync(to, 0o711);
}

/** Postgres replays the log up to the moment of the backup, and the clients are told apart. */
async function renewEpochs(unpacked: string): Promise<void> {
  const { databasePassword: password } = await readSecrets(unpacked);
  const cluster = await startCluster({ directory: join(unpacked, 'postgres'), password });
  const sql = postgres(cluster.url('postgres', 'postgres'), { max: 1, onnotice: () => undefined });
  try {
    await sql`select private.renew_epochs()`;
  } finally {
    await sql.end();
    await cluster.stop();
  }
}
