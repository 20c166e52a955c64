/** What a reader may do with a claim, as the rules of tracing grant it. */
import { claimOf } from '$lib/domain/people/traced';
import { claimTransitions } from '$lib/domain/people/tracing-transitions';
import {
  claimRefusal,
  type Tracer,
  type Tracing,
  type TracingRefusal,
} from '$lib/domain/people/tracing';
import type { ClaimStatus } from '$lib/domain/people/vocabulary';
import type { TracingClaim, TracingRequest } from '$lib/domain/tracing-rows';
import type { OperationState } from '$lib/state/operation.svelte';

/** What leads to the hand-over first. */
const inOrder: readonly ClaimStatus[] = [
  'confirmed',
  'confirmed_once',
  'proposed',
  'held',
  'rejected',
  'reversed',
];

export interface OfferedStep {
  to: ClaimStatus;
  needsReason: boolean;
}

/** The operation's requests and claims as the rules read them. */
export const tracingIn = (
  operation: Pick<OperationState, 'tracingRequests' | 'claims' | 'person'>,
): Tracing => ({
  requests: operation.tracingRequests,
  claims: operation.claims.map((claim) => claimOf(claim, operation.person)),
});

export const tracerIn = (operation: Pick<OperationState, 'actor' | 'me'>): Tracer => ({
  ...operation.actor,
  accountId: operation.me.user_id,
});

export const offeredSteps = (
  tracing: Tracing,
  tracer: Tracer,
  claim: Pick<TracingClaim, 'id' | 'status'>,
): OfferedStep[] =>
  inOrder.flatMap((to) => {
    const transition = claimTransitions[claim.status][to];
    const refusal = claimRefusal(tracing, tracer, { claimId: claim.id, to, reason: '-' });
    return transition && refusal === null ? [{ to, needsReason: transition.needsReason }] : [];
  });

/** Why the next confirmation is not offered; null where it is, or where none is due. */
export const confirmationRefusal = (
  tracing: Tracing,
  tracer: Tracer,
  claim: Pick<TracingClaim, 'id' | 'status'>,
): TracingRefusal | null =>
  claim.status === 'confirmed_once'
    ? claimRefusal(tracing, tracer, { claimId: claim.id, to: 'confirmed', reason: null })
    : null;

/** How a request may be ended or taken up again by its own step. */
export const offeredEnds = (
  tracing: Tracing,
  request: TracingRequest,
  nowMs: number,
): ('closed' | 'withdrawn' | 'expired' | 'open')[] => {
  const isMatched = tracing.claims.some(
    ({ requestId, status }) => requestId === request.id && status === 'confirmed',
  );
  const hasPassed = request.expires_at !== null && Date.parse(request.expires_at) <= nowMs;
  switch (request.status) {
    case 'handed_over':
      return ['closed'];
    case 'closed':
    case 'expired':
      return isMatched ? [] : ['open'];
    case 'withdrawn':
      return [];
    case 'reversed':
      return ['open', 'closed', 'withdrawn'];
    case 'matched_pending':
      return ['closed', 'withdrawn'];
    default:
      return hasPassed ? ['expired', 'closed', 'withdrawn'] : ['closed', 'withdrawn'];
  }
};
