import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** A data directory that this process alone uses until it ends. */
export type DataDirectory = {
  /** Absolute, without symbolic links. */
  path: string;
  release: () => void;
};

/**
 * Makes the directory when it is missing, sees that it can be written, and takes it for this
 * process. Throws StartError when it cannot be written or another instance uses it.
 */
export async function openDataDirectory(wanted: string): Promise<DataDirectory> {
  const path = makeWritable(wanted);
  const release = await takeLock(path);
  return { path, release };
}

function makeWritable(wanted: string): string {
  const probe = join(wanted, `.write-${process.pid}`);
  try {
    // Others may pass through (Postgres has an account of its own when root starts it), not look.
    mkdirSync(wanted, { recursive: true, mode: 0o711 });
    writeFileSync(probe, '');
    rmSync(probe);
    return realpathSync(wanted);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason =
      { EACCES: 'no permission', EROFS: 'read-only', ENOTDIR: 'not a directory', EEXIST: 'a file' }[
        code
      ] ?? code;
    throw new StartError(
      `Cannot write in ${wanted} (${reason}). Set DATA_DIR to a directory that this account may write in.`,
    );
  }
}

/**
 * The lock is a listening socket, which the kernel gives up when its process ends, however it
 * ends; so a lock is never stale. On Linux its name is in no directory; elsewhere a file remains
 * after kill -9, and is removed when nobody answers on it.
 */
async function takeLock(path: string): Promise<() => void> {
  const name = `daylight-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  const address = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const release = await listen(address);
  if (release) return release;
  const holder = await ask(address);
  if (holder === null && process.platform !== 'linux') {
    rmSync(address, { force: true });
    const second = await listen(address);
    if (second) return second;
  }
  const process_ = holder === null ? '' : ` (process ${holder})`;
  throw new StartError(
    `Another Daylight${process_} uses ${path}. Stop it, or set DATA_DIR to another directory.`,
  );
}

/** Null when somebody listens there already. */
function listen(address: string): Promise<(() => void) | null> {
  return new Promise((done, failed) => {
    const server = createServer((caller) => caller.end(String(process.pid)));
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') done(null);
      else failed(error);
    });
    server.listen(address, () => {
      server.unref();
      done(() => server.close());
    });
  });
}

/** The process that holds the lock, or null when nobody answers. */
function ask(address: string): Promise<number | null> {
  return new Promise((done) => {
    let answer = '';
    const caller = connect(address);
    caller.setTimeout(1_000, () => caller.destroy());
    caller.on('data', (chunk) => (answer += chunk.toString()));
    caller.once('error', () => done(null));
    caller.once('close', () => done(/^\d+$/.test(answer) ? Number(answer) : null));
  });
}
