/**
 * `npm test`: everything that must hold before a change lands, on a fresh clone with nothing but
 * npm and Node 20 or later. Stops at the first stage that fails, and prints the totals alone on
 * the last line, `N passed, N failed`; a stage without tests counts as one failure when it fails.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBrowser } from './lib/browser.mjs';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { playwrightTotals, vitestTotals } from './lib/reports.mjs';
import { root, run } from './lib/run.mjs';

const reports = join(root, 'node_modules', '.cache', 'daylight-tests');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const started = performance.now();

/** @param {string} name @param {string[]} args @param {Record<string, string>} [env] */
const tool = async (name, args, env = {}) => {
  const PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  const { code } = await run(name, args, { env: { ...process.env, PATH, ...env } });
  return code === 0;
};

/** @type {[string, () => Promise<boolean | void>][]} */
const stages = [
  ['install', install],
  ['build', build],
  ['prettier', () => tool('prettier', ['--check', '--log-level', 'warn', '.'])],
  ['eslint', () => tool('eslint', ['.'])],
  ['knip', () => tool('knip', [])],
  ['svelte-check', () => tool('svelte-check', ['--fail-on-warnings', '--output', 'human'])],
  [
    'vitest',
    () =>
      tool('vitest', [
        'run',
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${vitestReport}`,
      ]),
  ],
  ['browser', prepareBrowser],
  [
    'playwright',
    () =>
      tool('playwright', ['test', '--reporter=dot,json'], {
        PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport,
      }),
  ],
];

rmSync(reports, { recursive: true, force: true });
const failedStage = await runStages();
mkdirSync(reports, { recursive: true });

const totals = [vitestTotals(vitestReport), playwrightTotals(playwrightReport)];
const passed = totals.reduce((sum, each) => sum + each.passed, 0);
const failed = totals.reduce((sum, each) => sum + each.failed, 0);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  failedStage === null
    ? `\nEvery stage passed in ${seconds} s.`
    : `\nStage "${failedStage}" failed after ${seconds} s; the stages after it did not run.`,
);
console.log(`${passed} passed, ${failedStage === null ? failed : Math.max(failed, 1)} failed`);
process.exitCode = failedStage === null && failed === 0 ? 0 : 1;

/** @returns {Promise<string | null>} the name of the stage that failed */
async function runStages() {
  for (const [name, work] of stages) {
    console.log(`— ${name}`);
    try {
      if ((await work()) === false) return name;
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
      return name;
    }
    mkdirSync(reports, { recursive: true });
  }
  return null;
}
