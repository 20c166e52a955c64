import { stepRequest } from '../domain/people/tracing.ts';
import type { TracingFields } from '../domain/tracing-payloads.ts';
import type { TracingRequest } from '../domain/tracing-rows.ts';
import type { Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { wholeChange, withoutBlanks } from './merge.ts';
import { tombstone, withDeleted } from './tombstone.ts';
import {
  isDone,
  movedTo,
  onRequest,
  putClaims,
  putEntry,
  reasonOf,
  statusIn,
  tracerOf,
  tracingOf,
} from './tracing-layer.ts';

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

/** Families' requests. */
export const requestEffects: Effects<'tracing.request' | 'tracing.update' | 'tracing.step'> = {
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
