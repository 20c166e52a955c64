import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';

/** PostgREST gives at most 1,000 rows; the first page has the header besides. */
const eventsPerPage = 999;

const Header = v.looseObject({ daylight_log: v.literal(1), count: v.number() });
const Line = v.looseObject({ seq: v.number() });

/**
 * The exported log of an operation as text, page by page (rule L3 of docs/sync-spec.md): the header
 * first, and exactly as many events as it counts, whatever is added meanwhile.
 * Throws when the caller may not read the log, or when a page cannot be read.
 */
export async function* exportLog(
  caller: SupabaseClient,
  operationId: string,
): AsyncGenerator<string> {
  const [header, ...first] = await readPage(caller, operationId, 0);
  const { count } = v.parse(Header, header);
  yield text([header]);
  let events = v.parse(v.array(Line), first);
  while (events.length > 0) {
    const inside = events.filter(({ seq }) => seq <= count);
    if (inside.length > 0) yield text(inside);
    const last = events.at(-1)?.seq ?? count;
    if (last >= count) return;
    events = v.parse(v.array(Line), await readPage(caller, operationId, last));
  }
}

const text = (lines: readonly unknown[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const readPage = async (
  caller: SupabaseClient,
  operationId: string,
  afterSeq: number,
): Promise<unknown[]> => {
  const answer = await caller.rpc('export_events', {
    operation: operationId,
    after_seq: afterSeq,
    page: eventsPerPage,
  });
  if (answer.error) throw new Error(`export_events: ${answer.error.code}`);
  return v.parse(v.array(v.unknown()), answer.data);
};
