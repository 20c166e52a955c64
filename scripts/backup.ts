/** `npm run backup [-- FILE]`: writes DATA_DIR into one file; Daylight may go on running. */
import { backUp, backupName } from '../supabase/embedded/backup.ts';
import { readSettings } from '../supabase/embedded/settings.ts';
import { StartError } from '../supabase/embedded/start-error.ts';

try {
  const { dataDirectory } = readSettings(process.env);
  const file = process.argv[2] ?? backupName(dataDirectory, new Date());
  await backUp(dataDirectory, file);
  console.log(`Backed up to ${file}. It holds every secret: keep it as safe as the server.`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}
