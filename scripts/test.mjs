/**
 * `npm test`: everything that must hold before a change lands, on a fresh clone with nothing but
 * npm and Node 20 or later. Stops at the first stage that fails, and prints the totals alone on
 * the last line, `N passed, N failed`; a stage without tests counts as one failure when it fails.
 * What reads the sources alone runs side by side, for each of it keeps one processor busy.
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

const PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;

/** @param {string} name @param {string[]} args @param {Record<string, string>} [env] */
const tool = async (name, args, env = {}) => {
  const { code } = await run(name, args, { env: { ...process.env, PATH, ...env } });
  return code === 0;
};

/**
 * One after the other, with what they say kept together for the end: others run beside them.
 * @param {[string, ...string[]][]} commands
 */
const lane = async (...commands) => {
  // The types of components are left to svelte-check, which is beside it: see eslint.config.js.
  const env = { ...process.env, PATH, LINT_COMPONENTS: 'untyped' };
  for (const [name, ...args] of commands) {
    const from = performance.now();
    const { code, output } = await run(name, args, { quiet: true, env });
    const state = code === 0 ? 'passed' : 'failed';
    console.log(`  ${name} ${state} in ${secondsSince(from)} s\n${output}`.trimEnd());
    if (code !== 0) return false;
  }
  return true;
};

/** @type {[string, ...string[]]} */
const prettier = ['prettier', '--check', '--log-level', 'warn', '.'];

/** @type {[string, () => Promise<boolean | void>][]} */
const stages = [
  ['install', install],
  ['build', build],
  [
    'eslint, and beside it svelte-check, prettier and knip',
    async () => {
      const lanes = await Promise.all([
        lane(['eslint', '.']),
        lane(['svelte-check', '--fail-on-warnings', '--output', 'human'], ['knip'], prettier),
      ]);
      return lanes.every(Boolean);
    },
  ],
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
const seconds = secondsSince(started);
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
    const from = performance.now();
    try {
      if ((await work()) === false) return name;
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
      return name;
    }
    console.log(`  ${secondsSince(from)} s`);
    mkdirSync(reports, { recursive: true });
  }
  return null;
}

/** @param {number} from what `performance.now()` was */
function secondsSince(from) {
  return Math.round((performance.now() - from) / 1000);
}
