import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const chromium = '/usr/bin/chromium';

/**
 * Sees that there is a Chromium and a font with Arabic letters: Debian's packages where root can
 * install them, else Playwright's own browser, with the fonts that the system has.
 */
export async function prepareBrowser() {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const packages = [
      ...(existsSync(chromium) ? [] : ['chromium']),
      ...(hasArabicFont() ? [] : ['fontconfig', 'fonts-noto-core', 'fonts-noto-ui-core']),
    ];
    if (packages.length > 0) await installPackages(packages);
    return;
  }
  if (existsSync(chromium)) return;
  const { code, output } = await run(
    join(root, 'node_modules', '.bin', 'playwright'),
    ['install', 'chromium'],
    { quiet: true },
  );
  if (code !== 0) throw new Error(`Playwright could not install Chromium:\n${tail(output)}`);
}

/** @param {string[]} packages */
async function installPackages(packages) {
  console.log(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { quiet: true, env });
  const args = ['install', '--yes', '--no-install-recommends', ...packages];
  const { code, output } = await run('apt-get', args, { quiet: true, env });
  if (code !== 0) throw new Error(`apt-get could not install them:\n${tail(output)}`);
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
