import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const chromium = '/usr/bin/chromium';
/** Chromium without windows: a test of the browser takes half the time in it. */
const headlessShell = '/usr/bin/chromium-headless-shell';

/** The system's browser, the quicker one where there are both; undefined where Playwright has its own. */
export const systemBrowser = () => [headlessShell, chromium].find((path) => existsSync(path));

/**
 * Sees that there is a Chromium and a font with Arabic letters: Debian's packages where root can
 * install them, else Playwright's own browser, with the fonts that the system has.
 */
export async function prepareBrowser() {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const fonts = hasArabicFont() ? [] : ['fontconfig', 'fonts-noto-core', 'fonts-noto-ui-core'];
    const shell = existsSync(headlessShell) ? [] : ['chromium-headless-shell'];
    const missing = await installPackages([...shell, ...fonts]);
    if (missing === null) return;
    // An older Debian has no package of the headless shell: the whole browser does as well.
    const whole = systemBrowser() ? [] : ['chromium'];
    const failure = await installPackages([...whole, ...fonts]);
    if (failure !== null) throw new Error(`apt-get could not install them:\n${failure}`);
    return;
  }
  if (systemBrowser()) return;
  const { code, output } = await run(
    join(root, 'node_modules', '.bin', 'playwright'),
    ['install', 'chromium'],
    { quiet: true },
  );
  if (code !== 0) throw new Error(`Playwright could not install Chromium:\n${tail(output)}`);
}

/**
 * With the lists of packages as they are, and with fresh ones when that fails.
 * @param {string[]} packages
 * @returns {Promise<string | null>} what apt-get said when it could not; null when they are there
 */
async function installPackages(packages) {
  if (packages.length === 0) return null;
  console.log(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (/** @type {string[]} */ ...args) =>
    run('apt-get', ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', ...args], {
      quiet: true,
      env,
    });
  const install = ['install', '--yes', '--no-install-recommends', '--no-remove', ...packages];
  if ((await aptGet(...install)).code === 0) return null;
  await aptGet('update');
  const { code, output } = await aptGet(...install);
  return code === 0 ? null : tail(output);
}

function hasArabicFont() {
  try {
    return execFileSync('fc-list', [':lang=ar', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return false;
  }
}

/** @param {string} output */
const tail = (output) => output.trim().split('\n').slice(-5).join('\n');
