import type { SupabaseClient } from '@supabase/supabase-js';
import type { Sql } from 'postgres';
import { clearPhotos } from '../../src/lib/server/photos/clear.ts';
import { keepLedger, ledgerIn, readLedgerIn } from './ledger.ts';

export type SweepOptions = {
  /** A connection as the owner of the tables. */
  sql: Sql;
  /** With the secret key: it deletes the files of photographs that went with what was erased [G5]. */
  service: SupabaseClient;
  dataDirectory: string;
  log: (line: string) => void;
};

type Answer = { people: number; requests: number; failed: number; more: boolean };

const everyMs = 3_600_000;

/**
 * Erases what is past its date, and what a restored backup brought back [X4], [X5], with the files of
 * its photographs; keeps the ledger. Never throws: what went wrong is one line of the log, without a word of any record.
 */
export async function sweep({ sql, service, dataDirectory, log }: SweepOptions): Promise<void> {
  try {
    await readLedgerIn(sql, ledgerIn(dataDirectory));
    let [erased, failed] = [0, 0];
    for (let more = true; more;) {
      const [row] = await sql<{ answer: Answer }[]>`select public.erase_expired() as answer`;
      if (!row) break;
      erased += row.answer.people + row.answer.requests;
      ({ failed, more } = row.answer);
    }
    await keepLedger(sql, ledgerIn(dataDirectory));
    for (const { id } of await sql<{ id: string }[]>`select id from public.operations`)
      await clearPhotos(service, id);
    if (erased > 0) log(`Erased ${erased} records that were past their date.`);
    if (failed > 0) log(`${failed} records could not be erased; it is tried again in an hour.`);
  } catch (error) {
    log(`Erasing what is past its date failed (${codeOf(error)}); it is tried again in an hour.`);
  }
}

/** Sweeps now and every hour. @returns when the first sweep is done, with what ends it */
export async function startSweeping(options: SweepOptions): Promise<() => void> {
  await sweep(options);
  const timer = setInterval(() => void sweep(options), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A code of Postgres or Node; the message may quote a row. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
