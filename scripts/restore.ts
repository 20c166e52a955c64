/** `npm run restore -- FILE [LEDGER]`: puts a backup into a DATA_DIR that holds no database. */
import { restore } from '../supabase/embedded/restore.ts';
import { readSettings } from '../supabase/embedded/settings.ts';
import { StartError } from '../supabase/embedded/start-error.ts';

try {
  const [, , file, ledger] = process.argv;
  if (file === undefined) throw new StartError('Name the backup: npm run restore -- FILE');
  const { dataDirectory } = readSettings(process.env);
  await restore(dataDirectory, file, ledger);
  console.log(`Restored ${file} into ${dataDirectory}. Start with: npm start`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}
