import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The Node that package.json asks for, whatever Node runs this script. */
export const nodePath = () =>
  process.platform === 'win32'
    ? join(root, 'node_modules', 'node', 'bin', 'node.exe')
    : join(root, 'node_modules', 'node', 'bin', 'node');

/**
 * Runs a program to its end. `quiet` keeps its output back and shows the end of it on a failure.
 * @param {string} file
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(file, args, { quiet = false, env = process.env } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(file, args, {
      cwd: root,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => (output += chunk.toString()));
    }
    child.once('error', failed);
    child.once('close', (code, signal) => done({ code: signal ? 1 : (code ?? 1), output }));
  });
}

/**
 * Says in one line what stopped the command, and ends with code 1.
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
