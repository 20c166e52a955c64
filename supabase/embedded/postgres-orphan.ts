import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

const patienceMs = 30_000;

/**
 * Stops a Postgres that runs on `directory` although whoever started it is gone (kill -9), and
 * waits until nothing of it is left. Does nothing when there is none. The caller must hold the
 * lock of the data directory, so that a living instance is never taken for an orphan.
 */
export async function stopOrphan(directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined) return;
  const giveUpAt = performance.now() + patienceMs;
  if (isAlive(pid) && isServerOf(pid, directory)) signal(pid, 'SIGINT');
  while ((isAlive(pid) && isServerOf(pid, directory)) || hasBackends(directory)) {
    if (performance.now() > giveUpAt) {
      throw new StartError(
        `A Postgres from an earlier start (process ${pid}) does not stop. End it, then start again.`,
      );
    }
    await delay(20);
  }
  // Postgres would take a process that waits to be buried, or a stranger that was given the same
  // number after a reboot, for a living server, and refuse to start.
  rmSync(pidFile, { force: true });
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

/**
 * Server processes outlive their postmaster for a moment. They work in the data directory.
 */
function hasBackends(directory: string): boolean {
  if (process.platform !== 'linux') return false;
  const real = realpathSync(directory);
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readlinkSync(`/proc/${name}/cwd`) === real;
    } catch {
      return false;
    }
  });
}

/** Reads the command line, which every account may, where the working directory needs rights. */
function isServerOf(pid: number, directory: string): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(`-D ${directory} `);
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
