import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePath, root, run } from './run.mjs';

/** Everything the built app depends on. */
const inputs = [
  'src',
  'static',
  'messages',
  'project.inlang/settings.json',
  'svelte.config.js',
  'scripts/lib/ahead-entry.mjs',
  'scripts/lib/fold-nodes.mjs',
  'scripts/lib/shell-preloads.mjs',
  'scripts/lib/static-icons.mjs',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
/** Written by the build itself. */
const generated = new Set(['src/lib/paraglide']);
const stamp = join(root, 'build', '.inputs');

/** Builds the app, unless the build there is of exactly these sources. */
export async function build() {
  const hash = hashInputs();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log('Building …');
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  const env = { ...process.env, NODE_ENV: 'production', DAYLIGHT_BUILD: hash.slice(0, 12) };
  const { code, output } = await run(nodePath(), [vite, 'build', '--logLevel', 'warn'], {
    quiet: true,
    env,
  });
  if (code !== 0)
    throw new Error(`The build failed:\n${output.trim().split('\n').slice(-15).join('\n')}`);
  writeFileSync(stamp, hash);
}

function hashInputs() {
  const hash = createHash('sha256');
  for (const input of inputs) add(hash, input);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function add(hash, path) {
  if (generated.has(path) || !existsSync(join(root, path))) return;
  if (statSync(join(root, path)).isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) add(hash, `${path}/${name}`);
    return;
  }
  const content = readFileSync(join(root, path));
  hash.update(`${path}\0${content.length}\0`).update(content);
}
