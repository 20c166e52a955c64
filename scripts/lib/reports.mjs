import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number }} Totals */

/** @param {string} file @returns {any} */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/**
 * Counts Vitest's JSON report. A file that could not be loaded has no tests and counts as one.
 * @param {string} file
 * @returns {Totals}
 */
export function vitestTotals(file) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 0 };
  const broken = report.testResults.filter(
    (/** @type {any} */ each) => each.status === 'failed' && each.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

/**
 * Counts Playwright's JSON report. A test that passed at a second try has failed; errors outside
 * of tests (the server did not start) count as one.
 * @param {string} file
 * @returns {Totals}
 */
export function playwrightTotals(file) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 0 };
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky + (report.errors.length > 0 ? 1 : 0) };
}
