/**
 * What an admin has erased for good is gone from the phone at once [X2]. The records that a person's
 * record stands for, and care, follow with the server's word: nothing here finds them by the person.
 */
import { endStatuses, statusByClaims } from '../domain/people/tracing.ts';
import type { TracingEvent, TracingRequest } from '../domain/tracing-rows.ts';
import type { Effects, Layer } from './layer.ts';

const isOpenConflict = ({ kind, resolved_by }: TracingEvent): boolean =>
  kind === 'conflict' && resolved_by === null;

/** A request that stays stands where its other claims put it; handed over to who is gone, it is closed. */
const letGo = (layer: Layer, request: TracingRequest, personId: string, at: string): void => {
  const claims = layer
    .by('tracing_claims', request.operation_id)
    .filter((claim) => claim.request_id === request.id && claim.deleted_at === null);
  const lost = claims.find((claim) => claim.person_id === personId);
  for (const entry of layer.by('tracing_events', request.id))
    if (entry.person_id === personId) layer.put('tracing_events', { ...entry, deleted_at: at });
  if (lost) layer.put('tracing_claims', { ...lost, deleted_at: at });
  const hasEnded = endStatuses.includes(request.status);
  const isOver = request.status === 'reversed' || hasEnded;
  const rest = statusByClaims(claims.filter((claim) => claim !== lost));
  const status = isOver ? request.status : lost?.status === 'confirmed' ? 'closed' : rest;
  const asks = layer
    .by('tracing_events', request.id)
    .some((entry) => entry.deleted_at === null && isOpenConflict(entry));
  layer.put('tracing_requests', {
    ...request,
    status,
    status_at: status === request.status ? request.status_at : at,
    status_reason: hasEnded ? request.status_reason : null,
    needs_review: request.needs_review && asks,
  });
};

export const eraseEffects: Effects<'person.erase' | 'tracing.erase'> = {
  'person.erase': (layer, { entity_id: id, operation_id, device_at: at }) => {
    const person = layer.get('people', id);
    if (person?.deleted_at !== null) return;
    layer.put('people', { ...person, deleted_at: at });
    for (const entry of layer.by('person_events', id))
      layer.put('person_events', { ...entry, deleted_at: at });
    for (const claim of layer.by('tracing_claims', operation_id)) {
      const request = layer.get('tracing_requests', claim.request_id);
      if (claim.person_id === id && request?.deleted_at === null) letGo(layer, request, id, at);
    }
  },

  'tracing.erase': (layer, { entity_id: id, operation_id, device_at: at }) => {
    const request = layer.get('tracing_requests', id);
    if (request?.deleted_at !== null) return;
    layer.put('tracing_requests', { ...request, deleted_at: at });
    for (const entry of layer.by('tracing_events', id))
      layer.put('tracing_events', { ...entry, deleted_at: at });
    for (const claim of layer.by('tracing_claims', operation_id))
      if (claim.request_id === id) layer.put('tracing_claims', { ...claim, deleted_at: at });
  },
};
