import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePath, root, run } from './run.mjs';

/** Installs what package-lock.json asks for, unless it is all there already. */
export async function install() {
  if (isInstalled()) return;
  console.log('Installing …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, output } = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
  });
  if (code !== 0 || !existsSync(nodePath())) {
    throw new Error(`npm ci failed: ${lastComplaint(output)}`);
  }
}

/** npm writes down what it installed, as the last thing it does. */
function isInstalled() {
  try {
    const wanted = packages('package-lock.json');
    const there = packages(join('node_modules', '.package-lock.json'));
    return (
      existsSync(nodePath()) &&
      Object.entries(wanted).every(
        ([path, { version, optional }]) =>
          path === '' || (there[path] ? there[path].version === version : optional === true),
      )
    );
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
const packages = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** @param {string} output */
function lastComplaint(output) {
  const lines = output.split('\n').filter((line) => line.includes('npm error'));
  return (lines.at(0) ?? output.trim().split('\n').at(-1) ?? '').replace('npm error ', '');
}
