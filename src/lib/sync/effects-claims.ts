import { proposeClaim, stepClaim } from '../domain/people/tracing.ts';
import type { TracingClaim } from '../domain/tracing-rows.ts';
import type { Effects } from './layer.ts';
import { newRow } from './layer.ts';
import {
  isDone,
  movedTo,
  onRequest,
  putClaims,
  reasonOf,
  statusIn,
  tracerOf,
  tracingOf,
} from './tracing-layer.ts';

/** Claims that somebody who was found is whom a family seeks. */
export const claimEffects: Effects<'tracing.claim' | 'tracing.claim_step'> = {
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
