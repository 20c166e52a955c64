import type { SupabaseClient } from '@supabase/supabase-js';
import { err, ok, type Result } from '$lib/domain/result';
import { dayBounds } from './days';
import type { LogFilters } from './filters';
import { eventColumns, parseEvents, type LoggedEvent } from './readEvent';

export const eventsPerPage = 50;

/** Entries next to a day's edge may have been received a moment out of order. */
const seqMargin = 1000;

/** Which part of an operation's log is read. */
export interface LogPage {
  operationId: string;
  filters: LogFilters;
  /** The zone in which the day of the filters is counted. */
  timeZone: string;
  /** The last entry that is shown already; null for the newest. */
  beforeSeq: number | null;
}

/**
 * One page of the log, newest first. Each filter has its index, and a day is first turned into a
 * range of numbers: a page costs the same in a log of a million entries.
 */
export const readLogPage = async (
  supabase: Pick<SupabaseClient, 'from'>,
  { operationId, filters, timeZone, beforeSeq }: LogPage,
): Promise<Result<LoggedEvent[], { type: 'unreadable' }>> => {
  const { kind, outcome, actor, entity } = filters;
  const day = filters.day === null ? null : dayBounds(filters.day, timeZone);
  let query = supabase.from('events').select(eventColumns).eq('operation_id', operationId);
  if (beforeSeq !== null) query = query.lt('seq', beforeSeq);
  if (kind !== null) query = query.eq('kind', kind);
  if (outcome !== null) query = query.eq('outcome', outcome);
  if (actor !== null) query = query.eq('actor', actor);
  if (entity !== null) query = query.eq('entity_id', entity);
  if (day) {
    const [first, last] = await Promise.all([
      lastSeqBefore(supabase, operationId, day.from),
      lastSeqBefore(supabase, operationId, day.before),
    ]);
    if (first === null || last === null) return err({ type: 'unreadable' });
    query = query
      .gte('received_at', day.from)
      .lt('received_at', day.before)
      .gt('seq', first - seqMargin)
      .lt('seq', last + seqMargin);
  }
  const answer = await query.order('seq', { ascending: false }).limit(eventsPerPage);
  if (answer.error) return err({ type: 'unreadable' });
  try {
    return ok(parseEvents(answer.data));
  } catch {
    return err({ type: 'unreadable' });
  }
};

/** The number of the last entry received before a time: 0 for none, null when it is unreadable. */
const lastSeqBefore = async (
  supabase: Pick<SupabaseClient, 'from'>,
  operationId: string,
  time: string,
): Promise<number | null> => {
  const answer = await supabase
    .from('events')
    .select('seq')
    .eq('operation_id', operationId)
    .lt('received_at', time)
    .order('received_at', { ascending: false })
    .limit(1);
  if (answer.error) return null;
  const seq: unknown = (answer.data[0] as { seq?: unknown } | undefined)?.seq ?? 0;
  return typeof seq === 'number' ? seq : null;
};
