/** Which tracing requests a list shows, and in which order. */
import { matchesQuery, nameQuery, searchEntry } from '$lib/domain/people/search';
import { shortCode } from '$lib/domain/people/short-code';
import type { TracingRequest } from '$lib/domain/tracing-rows';

export const requestFilters = ['waiting', 'pending', 'handed_over', 'ended', 'all'] as const;
export type RequestFilter = (typeof requestFilters)[number];

const statusesOf: Readonly<Record<RequestFilter, readonly TracingRequest['status'][] | null>> = {
  waiting: ['open', 'candidate_proposed', 'matched_pending', 'reversed'],
  pending: ['matched_pending'],
  handed_over: ['handed_over'],
  ended: ['closed', 'withdrawn', 'expired'],
  all: null,
};

/**
 * What asks for a decision first, then what waits for one more confirmation, then the newest.
 * @param text a name in any spelling, or a code; "" for all
 */
export const listedRequests = (
  requests: readonly TracingRequest[],
  filter: RequestFilter,
  text: string,
): TracingRequest[] => {
  const statuses = statusesOf[filter];
  const query = text.trim() === '' ? null : nameQuery(text);
  return requests
    .filter(
      (request) =>
        (statuses === null || statuses.includes(request.status)) &&
        (query === null || matchesQuery(query, entryOf(request))),
    )
    .toSorted((a, b) => urgency(a) - urgency(b) || newestFirst(a, b));
};

const entryOf = (request: TracingRequest) =>
  searchEntry(request, shortCode(request.id), request.also_known_as);

const urgency = ({ needs_review, status }: TracingRequest): number => {
  if (needs_review) return 0;
  return status === 'matched_pending' ? 1 : 2;
};

/** Compared as texts: all are ISO times in UTC. */
const newestFirst = (a: TracingRequest, b: TracingRequest): number => {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.id < b.id ? -1 : 1;
};
