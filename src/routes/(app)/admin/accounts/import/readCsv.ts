/** From the text of a CSV file to accounts that can be made, with what is wrong in each line. */
import type { parse } from 'papaparse';
import { isLogin, type NewAccount } from '$lib/domain/accounts';
import { err, ok, type Result } from '$lib/domain/result';
import type { Team } from '$lib/domain/rows';
import type { Role } from '$lib/domain/vocabulary';
import { fold, westernDigits } from '$lib/i18n/fold';
import { findColumns, requiredColumns, type ColumnName } from './columns.ts';

export type LineError =
  | { type: 'email_missing' }
  | { type: 'email_invalid' }
  | { type: 'name_missing' }
  | { type: 'name_too_long' }
  | { type: 'role_missing' }
  | { type: 'role_unknown'; text: string }
  | { type: 'team_unknown'; text: string }
  /** The same address stands in an earlier line. */
  | { type: 'repeated'; line: number };

/** One line of the file. `line` counts as a spreadsheet does: the header is line 1. */
export interface CsvLine {
  line: number;
  /** As the file has it, for the preview. */
  texts: Record<ColumnName, string>;
  errors: LineError[];
  /** Null while there are errors. */
  account: NewAccount | null;
}

export type FileError =
  | { type: 'empty' }
  | { type: 'columns_missing'; columns: ColumnName[] }
  | { type: 'too_many_lines'; count: number };

export interface CsvContext {
  /** papaparse's `parse`, handed in because the library is loaded only when a file is. */
  parse: typeof parse;
  /** Roles by every word that may name one, folded. */
  roles: ReadonlyMap<string, Role>;
  teams: Iterable<Pick<Team, 'id' | 'code' | 'name_en' | 'name_ar'>>;
}

export const maxLines = 1000;
const maxNameLength = 200;

/** Reads accounts from the text of a file; a line with errors never keeps another from being read. */
export const readCsv = (text: string, context: CsvContext): Result<CsvLine[], FileError> => {
  const { data } = context.parse<string[]>(text.replace(/^\uFEFF/u, ''), {
    delimitersToGuess: [',', ';', '\t'],
  });
  const rows = data
    .map((cells, index) => ({ cells: cells.map((cell) => cell.trim()), line: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [header, ...body] = rows;
  if (!header || body.length === 0) return err({ type: 'empty' });
  const columns = findColumns(header.cells);
  const missing = requiredColumns.filter((name) => !columns.has(name));
  if (missing.length > 0) return err({ type: 'columns_missing', columns: missing });
  if (body.length > maxLines) return err({ type: 'too_many_lines', count: body.length });

  const readLine = lineReader(context);
  return ok(
    body.map(({ cells, line }) => {
      const cell = (name: ColumnName) => cells[columns.get(name) ?? -1] ?? '';
      const texts = {
        email: cell('email'),
        display_name: cell('display_name'),
        role: cell('role'),
        team: cell('team'),
      };
      return { line, texts, ...readLine(texts, line) };
    }),
  );
};

const lineReader = ({ roles, teams }: CsvContext) => {
  const teamIds = new Map(
    [...teams].flatMap(({ id, code, name_en, name_ar }) =>
      [name_ar, name_en, code].map((word) => [fold(word), id] as const),
    ),
  );
  const seen = new Map<string, number>();

  return (texts: CsvLine['texts'], line: number): Pick<CsvLine, 'errors' | 'account'> => {
    const errors: LineError[] = [];
    const login = westernDigits(texts.email).toLowerCase();
    if (login === '') errors.push({ type: 'email_missing' });
    else if (!isLogin(login)) errors.push({ type: 'email_invalid' });
    const earlier = seen.get(login);
    if (earlier !== undefined) errors.push({ type: 'repeated', line: earlier });
    else if (login !== '') seen.set(login, line);

    if (texts.display_name === '') errors.push({ type: 'name_missing' });
    else if (texts.display_name.length > maxNameLength) errors.push({ type: 'name_too_long' });

    const role = roles.get(fold(texts.role));
    if (texts.role === '') errors.push({ type: 'role_missing' });
    else if (role === undefined) errors.push({ type: 'role_unknown', text: texts.role });

    const teamId = texts.team === '' ? null : teamIds.get(fold(texts.team));
    if (teamId === undefined) errors.push({ type: 'team_unknown', text: texts.team });

    if (errors.length > 0 || role === undefined || teamId === undefined) {
      return { errors, account: null };
    }
    return { errors, account: { login, displayName: texts.display_name, role, teamId } };
  };
};
