/** What every mutation of a request or a claim does to the rows of tracing on a phone. */
import type { Mutation } from '../domain/mutations.ts';
import { claimOf } from '../domain/people/traced.ts';
import type { Claim, Tracer, Tracing } from '../domain/people/tracing.ts';
import type { TracingClaim, TracingEvent, TracingRequest } from '../domain/tracing-rows.ts';
import type { Author, Layer } from './layer.ts';
import { newRow } from './layer.ts';

export type TracingMutation = Exclude<
  Extract<Mutation, { kind: `tracing.${string}` }>,
  { kind: 'tracing.erase' }
>;
type Entry = Pick<TracingEvent, 'kind' | 'detail'> & Partial<TracingEvent>;

export const tracerOf = ({ userId, ...actor }: Author): Tracer => ({ ...actor, accountId: userId });

/** What the rules of the domain decide about: one request, and all claims of the operation. */
export const tracingOf = (layer: Layer, request: TracingRequest): Tracing => ({
  requests: [request],
  claims: layer
    .by('tracing_claims', request.operation_id)
    .filter(({ deleted_at }) => deleted_at === null)
    .map((claim) => claimOf(claim, (id) => layer.get('people', id))),
});

export const putEntry = (
  layer: Layer,
  mutation: TracingMutation,
  author: Author,
  request: TracingRequest,
  { detail, ...entry }: Entry,
): void => {
  const why = 'reason' in mutation.payload ? (mutation.payload.reason ?? '') : '';
  layer.put('tracing_events', {
    ...newRow(mutation.id, mutation),
    request_id: request.id,
    claim_id: null,
    person_id: null,
    reason: null,
    actor_id: author.userId,
    actor_role: author.role,
    actor_team_id: author.teamId,
    detail: { ...(why.trim() === '' ? {} : { why }), ...detail },
    device_at: mutation.device_at,
    received_at: mutation.device_at,
    resolved_by: null,
    ...entry,
    deleted_at: request.deleted_at,
  });
};

const isOpenConflict = ({ kind, resolved_by }: TracingEvent): boolean =>
  kind === 'conflict' && resolved_by === null;

/** Marks conflicts of this request as decided [C6]. @returns whether there was one */
const decide = (layer: Layer, { id, payload }: TracingMutation, requestId: string): boolean => {
  const resolves = 'resolves' in payload ? (payload.resolves ?? []) : [];
  const open = layer
    .by('tracing_events', requestId)
    .filter((entry) => isOpenConflict(entry) && resolves.includes(entry.id));
  for (const entry of open) layer.put('tracing_events', { ...entry, resolved_by: id });
  return open.length > 0;
};

/**
 * Lays what was said over its request, with its entry in the history, unless it changes nothing.
 * @param changes null where it changes no row; conflicts may still be decided by it
 */
export const onRequest = (
  layer: Layer,
  mutation: TracingMutation,
  author: Author,
  request: TracingRequest,
  changes: Partial<TracingRequest> | null,
  entry: Entry,
): void => {
  const isDeciding = decide(layer, mutation, request.id);
  if (!isDeciding && changes === null) return;
  const hasConflict = layer.by('tracing_events', request.id).some(isOpenConflict);
  const changed = {
    ...request,
    ...changes,
    needs_review: request.needs_review && (!isDeciding || hasConflict),
    updated_at: mutation.device_at,
  };
  layer.put('tracing_requests', changed);
  putEntry(layer, mutation, author, changed, entry);
};

export const movedTo = (
  request: TracingRequest,
  status: TracingRequest['status'] | undefined,
  at: string,
  why: string | null,
): Partial<TracingRequest> =>
  status === undefined || status === request.status
    ? {}
    : { status, status_at: at, status_reason: why };

/** Writes the claims that a step has changed. */
export const putClaims = (
  layer: Layer,
  before: Tracing,
  after: Tracing,
  mutation: TracingMutation,
) => {
  const stood = new Map(before.claims.map((claim) => [claim.id, claim]));
  for (const claim of after.claims) {
    const row = layer.get('tracing_claims', claim.id);
    if (row && stood.get(claim.id)?.status !== claim.status)
      layer.put('tracing_claims', steppedRow(row, claim, mutation));
  }
};

const steppedRow = (row: TracingClaim, claim: Claim, mutation: TracingMutation): TracingClaim => {
  const [first = null, second = null] = claim.confirmedBy;
  const at = mutation.device_at;
  return {
    ...row,
    status: claim.status,
    status_at: at,
    status_reason: reasonOf(mutation),
    confirmed_first_by: first,
    confirmed_first_at: first === null ? null : (row.confirmed_first_at ?? at),
    confirmed_second_by: second,
    confirmed_second_at: second === null ? null : (row.confirmed_second_at ?? at),
    updated_at: at,
  };
};

export const reasonOf = ({ payload }: TracingMutation): string | null => {
  const reason = 'reason' in payload ? payload.reason : undefined;
  return reason === undefined || reason.trim() === '' ? null : reason;
};

export const statusIn = (tracing: Tracing, id: string) =>
  tracing.requests.find((request) => request.id === id)?.status;

/** When the server's own entry is here, what it did is in the rows already. */
export const isDone = (layer: Layer, { id }: TracingMutation) =>
  layer.isKnown('tracing_events', id);
