import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

const patienceMs = 30_000;

/**
 * Stops a Postgres that runs on `directory` although whoever started it is gone (kill -9), and
 * waits until it has written everything down. Does nothing when there is none. The caller must
 * hold the lock of the data directory, so that a living instance is never taken for an orphan.
 */
export async function stopOrphan(directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined || !isAlive(pid)) return;
  if (!isServerOf(pid, directory)) {
    // The number was given to another process after a reboot; Postgres would refuse to start.
    rmSync(pidFile, { force: true });
    return;
  }
  signal(pid, 'SIGINT');
  const giveUpAt = performance.now() + patienceMs;
  while (isAlive(pid)) {
    if (performance.now() > giveUpAt) {
      throw new StartError(
        `A Postgres from an earlier start (process ${pid}) does not stop. End it, then start again.`,
      );
    }
    await delay(20);
  }
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A zombie counts as gone: nothing of it runs, it only waits for its parent to notice. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1);
    return !state?.startsWith('Z');
  } catch {
    return process.platform !== 'linux';
  }
}

/** Reads the command line, which every account may, where the working directory needs rights. */
function isServerOf(pid: number, directory: string): boolean {
  const command =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return command.includes(`-D ${directory} `);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
