import { requestStatuses, type RequestStatus } from '$lib/domain/people/vocabulary';
import type { Rest } from '$lib/sync/rest';
import * as v from 'valibot';

/** How many tracing requests there are, for those who may not see them. */
export interface TracingCounts {
  /** ISO time at which the server counted. */
  asOf: string;
  requests: number;
  byStatus: Readonly<Partial<Record<RequestStatus, number>>>;
}

const schema = v.object({
  as_of: v.string(),
  requests: v.number(),
  by_status: v.record(v.picklist(requestStatuses), v.number()),
});

/** @returns null while the server cannot be asked */
export const readTracingCounts = async (
  rest: Rest,
  operation: string,
): Promise<TracingCounts | null> => {
  const answer = await rest({ path: 'rpc/tracing_counts', body: { operation } });
  const parsed = answer.ok ? v.safeParse(schema, answer.value) : null;
  if (!parsed?.success) return null;
  const { as_of, requests, by_status } = parsed.output;
  return { asOf: as_of, requests, byStatus: by_status };
};
