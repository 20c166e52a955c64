import { roleWords } from '$lib/i18n/labels';
import { m } from '$lib/paraglide/messages.js';
import { downloadCsv } from '$lib/files/download';
import { columnNames } from './columns';
import { columnWords } from './words';
import { writeCsv } from '$lib/files/write-csv';

/** Hands over a file to fill in, in the reader's language, with two lines as examples. */
export const downloadTemplate = async (teamCode: string): Promise<void> => {
  const { unparse } = await import('papaparse');
  const examples = [
    ['desk@example.org', m.admin_import_template_observer(), roleWords.observer(), ''],
    ['north-1', m.admin_import_template_coordinator(), roleWords.coordinator(), teamCode],
  ];
  const text = writeCsv(columnNames.map(columnWords), examples, unparse);
  downloadCsv('accounts-template.csv', text);
};
