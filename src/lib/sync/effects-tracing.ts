import type { Mutation } from '../domain/mutations.ts';
import {
  proposeClaim,
  stepClaim,
  stepRequest,
  type Claim,
  type Tracer,
  type Tracing,
} from '../domain/people/tracing.ts';
import { claimOf } from '../domain/people/traced.ts';
import type { TracingFields } from '../domain/tracing-payloads.ts';
import type { TracingClaim, TracingEvent, TracingRequest } from '../domain/tracing-rows.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { wholeChange, withoutBlanks } from './merge.ts';
import { tombstone, withDeleted } from './tombstone.ts';

type TracingMutation = Exclude<
  Extract<Mutation, { kind: `tracing.${string}` }>,
  { kind: 'tracing.erase' }
>;
type Entry = Pick<TracingEvent, 'kind' | 'detail'> & Partial<TracingEvent>;

const tracerOf = ({ userId, ...actor }: Author): Tracer => ({ ...actor, accountId: userId });

/** What the rules of the domain decide about: one request, and all claims of the operation. */
const tracingOf = (layer: Layer, request: TracingRequest): Tracing => ({
  requests: [request],
  claims: layer
    .by('tracing_claims', request.operation_id)
    .filter(({ deleted_at }) => deleted_at === null)
    .map((claim) => claimOf(claim, (id) => layer.get('people', id))),
});

const putEntry = (
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
const onRequest = (
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

const movedTo = (
  request: TracingRequest,
  status: TracingRequest['status'] | undefined,
  at: string,
  why: string | null,
): Partial<TracingRequest> =>
  status === undefined || status === request.status
    ? {}
    : { status, status_at: at, status_reason: why };

/** Writes the claims that a step has changed. */
const putClaims = (layer: Layer, before: Tracing, after: Tracing, mutation: TracingMutation) => {
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

const reasonOf = ({ payload }: TracingMutation): string | null => {
  const reason = 'reason' in payload ? payload.reason : undefined;
  return reason === undefined || reason.trim() === '' ? null : reason;
};

const statusIn = (tracing: Tracing, id: string) =>
  tracing.requests.find((request) => request.id === id)?.status;

/** Claims and history go with their request, and come back with it [F6]. */
const hideAll = (layer: Layer, request: TracingRequest, deletedAt: string | null): void => {
  for (const entry of layer.by('tracing_events', request.id))
    layer.put('tracing_events', { ...entry, deleted_at: deletedAt });
  for (const claim of layer.by('tracing_claims', request.operation_id))
    if (claim.request_id === request.id)
      layer.put('tracing_claims', { ...claim, deleted_at: deletedAt });
};

/** A consent that is given or taken back has a time: that of the record, unless another was asked for. */
const consentTime = (
  changes: Partial<TracingFields>,
  asked: Partial<TracingFields>,
  at: string,
): Partial<TracingFields> =>
  'share_consent' in changes && !('consent_at' in asked) ? { consent_at: at } : {};

/** When the server's own entry is here, what it did is in the rows already. */
const isDone = (layer: Layer, { id }: TracingMutation) => layer.isKnown('tracing_events', id);

export const tracingEffects: Effects<TracingMutation['kind']> = {
  'tracing.request': (layer, mutation, author) => {
    const { entity_id: id, device_at, payload } = mutation;
    if (layer.get('tracing_requests', id)) return;
    const given = withoutBlanks(payload);
    const fields = { ...given, ...consentTime(given, payload, device_at) };
    const request: TracingRequest = {
      ...newRow(id, mutation),
      ...unknownRequest,
      ...fields,
      team_id: author.teamId,
      status_at: device_at,
      changed_at: device_at,
    };
    layer.put('tracing_requests', request);
    putEntry(layer, mutation, author, request, { kind: 'requested', detail: { new: fields } });
  },

  'tracing.update': (layer, mutation, author) => {
    const request = layer.get('tracing_requests', mutation.entity_id);
    if (!request || isDone(layer, mutation)) return;
    const { payload, device_at } = mutation;
    const stood = withDeleted(request);
    if (stood.deleted && payload.set.deleted !== false) return;
    const fitting = wholeChange(stood, payload, mutation.base_version);
    if (!fitting) return;
    const fields = { ...fitting, ...consentTime(fitting, payload.set, device_at) };
    const old = Object.keys(fields).map(
      (field) => [field, stood[field as keyof TracingRequest]] as const,
    );
    const isChanging = Object.keys(fields).length > 0;
    const changes = tombstone(fields, device_at);
    if ('deleted_at' in changes) hideAll(layer, request, changes.deleted_at ?? null);
    onRequest(
      layer,
      mutation,
      author,
      request,
      isChanging ? { ...changes, changed_at: device_at } : null,
      { kind: 'updated', detail: { old: Object.fromEntries<unknown>(old), new: fields } },
    );
  },

  'tracing.step': (layer, mutation, author) => {
    const request = layer.get('tracing_requests', mutation.entity_id);
    if (request?.deleted_at !== null || isDone(layer, mutation)) return;
    const { from, to, reason = null } = mutation.payload;
    if (request.status !== from && request.status !== to) return;
    const tracing = tracingOf(layer, request);
    // Time lets a request expire; whoever says so only says that it has passed.
    const hasPassed =
      request.expires_at !== null &&
      Date.parse(request.expires_at) <= Date.parse(mutation.device_at);
    const actor = to === 'expired' && hasPassed ? null : tracerOf(author);
    const isThere = request.status === to;
    const stepped = isThere
      ? null
      : stepRequest(tracing, actor, { requestId: request.id, to, reason });
    if (stepped && !stepped.ok) return;
    if (stepped) putClaims(layer, tracing, stepped.value, mutation);
    const status = stepped ? statusIn(stepped.value, request.id) : undefined;
    onRequest(
      layer,
      mutation,
      author,
      request,
      stepped && movedTo(request, status, mutation.device_at, reasonOf(mutation)),
      { kind: 'step', detail: { old: { status: request.status }, new: { status: to } } },
    );
  },

  'tracing.claim': (layer, mutation, author) => {
    const { entity_id: id, device_at } = mutation;
    const { request_id: requestId, person_id: personId, reasons = [] } = mutation.payload;
    const request = layer.get('tracing_requests', requestId);
    const person = layer.get('people', personId);
    if (request?.deleted_at !== null || person?.deleted_at !== null) return;
    if (isDone(layer, mutation)) return;
    const before = layer.get('tracing_claims', id);
    const isThere = before !== undefined && before.status in standing;
    const tracing = tracingOf(layer, request);
    const proposed = isThere
      ? null
      : proposeClaim(tracing, tracerOf(author), { id, requestId, personId });
    if (proposed && !proposed.ok) return;
    if (proposed)
      layer.put('tracing_claims', {
        ...newRow(id, mutation),
        request_id: requestId,
        person_id: personId,
        status: 'proposed',
        status_at: device_at,
        status_reason: null,
        reasons,
        proposed_by: author.userId,
        confirmed_first_by: null,
        confirmed_first_at: null,
        confirmed_second_by: null,
        confirmed_second_at: null,
      });
    const status = proposed ? statusIn(proposed.value, requestId) : undefined;
    onRequest(
      layer,
      mutation,
      author,
      request,
      proposed && movedTo(request, status, device_at, null),
      {
        kind: 'claimed',
        claim_id: id,
        person_id: personId,
        detail: { new: { claim: before?.status ?? 'proposed' }, reasons },
      },
    );
  },

  'tracing.claim_step': (layer, mutation, author) => {
    const claim = layer.get('tracing_claims', mutation.entity_id);
    const request = claim && layer.get('tracing_requests', claim.request_id);
    if (claim?.deleted_at !== null || !request || isDone(layer, mutation)) return;
    const { from, to, reason = null } = mutation.payload;
    const agrees =
      claim.status === to &&
      (to !== 'confirmed_once' || claim.confirmed_first_by === author.userId);
    if (!agrees && claim.status !== from) return;
    const tracing = tracingOf(layer, request);
    const stepped = agrees
      ? null
      : stepClaim(tracing, tracerOf(author), { claimId: claim.id, to, reason });
    if (stepped && !stepped.ok) return;
    if (stepped) putClaims(layer, tracing, stepped.value, mutation);
    const status = stepped ? statusIn(stepped.value, request.id) : undefined;
    const why = to === 'reversed' ? reasonOf(mutation) : null;
    onRequest(
      layer,
      mutation,
      author,
      request,
      stepped && movedTo(request, status, mutation.device_at, why),
      {
        kind: 'claim_step',
        claim_id: claim.id,
        person_id: claim.person_id,
        detail: { old: { claim: claim.status }, new: { claim: to } },
      },
    );
  },
};

/** Statuses in which two who propose the same agree. */
const standing: Partial<Record<TracingClaim['status'], true>> = {
  proposed: true,
  held: true,
  confirmed_once: true,
  confirmed: true,
};

/** A request of which nothing is known but that somebody is sought. */
const unknownRequest: Omit<
  TracingRequest,
  keyof ReturnType<typeof newRow> | 'team_id' | 'status_at' | 'changed_at'
> = {
  given: null,
  father: null,
  grandfather: null,
  family: null,
  mother: null,
  kunya: null,
  also_known_as: [],
  sex: 'unknown',
  age_group: 'unknown',
  birth_year: null,
  home_adm1_pcode: null,
  last_site_id: null,
  seeker_name: null,
  seeker_relation: 'unknown',
  seeker_contact: null,
  share_consent: 'none',
  consent_at: null,
  expires_at: null,
  source_record_id: null,
  status: 'open',
  status_reason: null,
  needs_review: false,
};
