/** The decisions that a person can take on a conflict about a tracing request or one of its claims. */
import type { Payloads } from '$lib/domain/mutations';
import { claimTransitions, requestTransitions } from '$lib/domain/people/tracing-transitions';
import { proposeClaim, type Tracer, type Tracing } from '$lib/domain/people/tracing';
import { claimStatuses, type ClaimStatus } from '$lib/domain/people/vocabulary';
import { mayDeleteTracing } from '$lib/domain/permissions';
import type { TracingEvent, TracingRequest } from '$lib/domain/tracing-rows';
import type { Transition } from '$lib/domain/transitions';
import { offeredEnds, offeredSteps } from '../offered';

type DecisionKind = 'tracing.update' | 'tracing.step' | 'tracing.claim' | 'tracing.claim_step';
/** A mutation that decides, and the row that it is about: the request or a claim of it. */
export type Decision = {
  [K in DecisionKind]: { kind: K; entityId: string; payload: Payloads[K] };
}[DecisionKind];

export interface TracingConflict {
  event: TracingEvent;
  /** Things stay as they are. */
  keep: Decision;
  /** What was asked for is done after all; null when it no longer can be, or not by this person. */
  take: Decision | null;
}

interface Situation {
  request: TracingRequest;
  tracing: Tracing;
  tracer: Tracer;
  nowMs: number;
}

/** @param history of the request, oldest first */
export const openConflicts = (
  situation: Situation,
  history: readonly TracingEvent[],
): TracingConflict[] =>
  history
    .filter(({ kind, resolved_by }) => kind === 'conflict' && resolved_by === null)
    .map((event) => ({
      event,
      keep: {
        kind: 'tracing.update',
        entityId: situation.request.id,
        payload: { set: {}, resolves: [event.id] },
      },
      take: taken(situation, event),
    }));

const taken = (situation: Situation, event: TracingEvent): Decision | null => {
  const wanted = event.detail.wanted ?? {};
  if ('claim' in wanted) {
    const to = claimStatuses.find((status) => status === wanted['claim']);
    return to ? takenClaim(situation, event, to) : null;
  }
  return 'status' in wanted
    ? takenEnd(situation, event, wanted['status'])
    : takenFields(situation, event, wanted);
};

const takenFields = (
  { request, tracer }: Situation,
  { id }: TracingEvent,
  wanted: Record<string, unknown>,
): Decision | null => {
  if (Object.keys(wanted).length === 0) return null;
  if ('deleted' in wanted && !mayDeleteTracing(tracer)) return null;
  return {
    kind: 'tracing.update',
    entityId: request.id,
    payload: { set: wanted, resolves: [id] },
  };
};

const takenEnd = (
  { request, tracing, nowMs }: Situation,
  event: TracingEvent,
  wanted: unknown,
): Decision | null => {
  const to = offeredEnds(tracing, request, nowMs).find((end) => end === wanted);
  const said = to && saidWith(event, requestTransitions[request.status][to]);
  return to && said
    ? {
        kind: 'tracing.step',
        entityId: request.id,
        payload: { from: request.status, to, ...said },
      }
    : null;
};

/** A confirmation is a person's own word: nobody takes it in another's place, and makes it theirs [F3]. */
const isOwnWord = (to: ClaimStatus): boolean => to === 'confirmed_once' || to === 'confirmed';

const takenClaim = (
  { request, tracing, tracer }: Situation,
  event: TracingEvent,
  to: ClaimStatus,
): Decision | null => {
  const { claim_id: claimId, person_id: personId, actor_id, detail } = event;
  if (claimId === null || personId === null) return null;
  if (isOwnWord(to) && actor_id !== tracer.accountId) return null;
  const claim = tracing.claims.find(({ id }) => id === claimId);
  if (claim) {
    const step = offeredSteps(tracing, tracer, claim).find((offered) => offered.to === to);
    const said = step && saidWith(event, claimTransitions[claim.status][to]);
    return said
      ? {
          kind: 'tracing.claim_step',
          entityId: claimId,
          payload: { from: claim.status, to, ...said },
        }
      : null;
  }
  const proposed = proposeClaim(tracing, tracer, { id: claimId, requestId: request.id, personId });
  if (to !== 'proposed' || !proposed.ok) return null;
  const reasons = detail.reasons ?? [];
  return {
    kind: 'tracing.claim',
    entityId: claimId,
    payload: { request_id: request.id, person_id: personId, reasons, resolves: [event.id] },
  };
};

/** The reason that was given with what was asked for; null where the step needs one and none was given. */
const saidWith = (
  { id, detail }: TracingEvent,
  transition: Transition | undefined,
): { reason?: string; resolves: string[] } | null => {
  const why = detail.why?.trim() ?? '';
  if (why === '') return transition?.needsReason ? null : { resolves: [id] };
  return { reason: why, resolves: [id] };
};
