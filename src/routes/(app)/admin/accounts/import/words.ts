/** What is wrong with a file or a line, in words. */
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { columnHeaders, type ColumnName } from './columns';
import { maxLines, type FileError, type LineError } from './readCsv';

/** How a column is called in the reader's language. */
export const columnWords = (name: ColumnName): string =>
  columnHeaders[name][getLocale() === 'ar' ? 1 : 0] ?? name;

export const fileErrorWords = (error: FileError): string => {
  if (error.type === 'empty') return m.admin_import_empty();
  if (error.type === 'too_many_lines') {
    return m.admin_import_too_many({ count: error.count, most: maxLines });
  }
  const columns = error.columns.map(columnWords).join(getLocale() === 'ar' ? '، ' : ', ');
  return m.admin_import_columns_missing({ columns });
};

export const lineErrorWords = (error: LineError): string => {
  switch (error.type) {
    case 'role_unknown':
      return m.admin_import_error_role_unknown({ text: error.text });
    case 'team_unknown':
      return m.admin_import_error_team_unknown({ text: error.text });
    case 'repeated':
      return m.admin_import_error_repeated({ line: error.line });
    default:
      return plainErrors[error.type]();
  }
};

const plainErrors = {
  email_missing: m.admin_import_error_email_missing,
  email_invalid: m.admin_import_error_email_invalid,
  name_missing: m.admin_import_error_name_missing,
  name_too_long: m.admin_import_error_name_too_long,
  role_missing: m.admin_import_error_role_missing,
} as const;
