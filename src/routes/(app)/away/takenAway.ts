/** What was taken away: it is on no phone any more, and the server is asked for it. */
import type { Rows } from '$lib/domain/rows';
import type { OperationState } from '$lib/state/operation.svelte';
import { parseRow } from '$lib/sync/protocol';
import type { Rest } from '$lib/sync/rest';

export type AwayTable = 'reports' | 'tracing_requests';

const kinds = { reports: 'report.update', tracing_requests: 'tracing.update' } as const;

/** Asks for a row that is on no phone any more: what was seen of it is only that it was away. */
export const bringBack = (
  operation: Pick<OperationState, 'mutate'>,
  table: AwayTable,
  id: string,
): Promise<string> =>
  operation.mutate(kinds[table], id, { set: { deleted: false }, base: { deleted: true } });

export const isHere = (
  operation: Pick<OperationState, 'report' | 'tracingRequest'>,
  table: AwayTable,
  id: string,
): boolean =>
  (table === 'reports' ? operation.report(id) : operation.tracingRequest(id)) !== undefined;

/** As many as a person reads through; what was taken away before is found in the log. */
const most = 50;

/**
 * The rows of an operation that were taken away, the last ones first, as far as the caller may read them.
 * @returns null while the server cannot be asked
 */
export const readTakenAway = async <T extends AwayTable>(
  rest: Rest,
  operation: string,
  table: T,
): Promise<Rows[T][] | null> => {
  const query = `operation_id=eq.${operation}&deleted_at=not.is.null&order=deleted_at.desc&limit=${most}`;
  const answer = await rest({ path: `${table}?select=*&${query}` });
  if (!answer.ok || !Array.isArray(answer.value)) return null;
  return answer.value.flatMap((row) => parseRow(table, row) ?? []);
};
