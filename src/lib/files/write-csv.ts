/** CSV files for spreadsheets: the template, and the report of an import. */
import type { unparse } from 'papaparse';

/** What a spreadsheet would take for a formula, with the full-width forms that some accept too. */
const formulaStart = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/u;

/**
 * A CSV text that spreadsheets open as it is meant: with a byte order mark, so that Arabic is read
 * as UTF-8, and with an apostrophe before whatever would run as a formula.
 *
 * @param write papaparse's `unparse`, loaded only when a file is written
 */
export const writeCsv = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  write: typeof unparse,
): string =>
  `\uFEFF${write([[...header], ...rows.map((row) => [...row])], { escapeFormulae: formulaStart })}\r\n`;
