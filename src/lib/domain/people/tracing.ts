/**
 * Families who look for somebody, and people who were found. That somebody is missing is what a
 * request reports; nothing about it is stored with a person.
 *
 * A claim links one request with one person. Up to ten families have claimed one patient, and wrong
 * hand-overs had to be reversed: claims stand side by side, a hand-over takes two confirmations by
 * members of different accounts, and nobody is handed over while another claim stands.
 */
import type { Actor } from '../permissions.ts';
import { err, ok, type Result } from '../result.ts';
import { claimTransitions, requestTransitions } from './tracing-transitions.ts';
import type { ClaimStatus, RequestStatus } from './vocabulary.ts';

/** The caller, with the account: two phones of one person are one account. */
export interface Tracer extends Actor {
  accountId: string;
}

interface TracingRequest {
  id: string;
  status: RequestStatus;
}

export interface Claim {
  id: string;
  requestId: string;
  personId: string;
  status: ClaimStatus;
  /** The accounts that confirmed the hand-over, in order: one or two, kept after a reversal. */
  confirmedBy: readonly string[];
}

export interface Tracing {
  requests: readonly TracingRequest[];
  claims: readonly Claim[];
}

export type TracingRefusal =
  | { type: 'not_found' }
  | { type: 'not_allowed' }
  | { type: 'no_such_step'; from: string; to: string }
  | { type: 'needs_reason' }
  /** The request is closed, withdrawn or expired. */
  | { type: 'request_ended' }
  /** The request's person was handed over: that has to be reversed first. */
  | { type: 'request_has_match'; claimId: string }
  /** This request already has a claim on this person. */
  | { type: 'already_claimed'; claimId: string }
  /** The second confirmation has to come from another account than the first. */
  | { type: 'same_account' }
  /** These claims have to be rejected, with a reason, before this one is confirmed. */
  | { type: 'contested'; claimIds: string[] };

const openStatuses: readonly ClaimStatus[] = ['proposed', 'held', 'confirmed_once'];
/** Nobody looks any more. */
export const endStatuses: readonly RequestStatus[] = ['closed', 'withdrawn', 'expired'];

const isOpen = (claim: Pick<Claim, 'status'>): boolean => openStatuses.includes(claim.status);
const hasEnded = (request: TracingRequest): boolean => endStatuses.includes(request.status);

/** Claims of which at most one can be true: open, or already handed over. */
const stands = (claim: Claim): boolean => isOpen(claim) || claim.status === 'confirmed';

/** Whether more than one claim stands on a person: nobody may be handed over then. */
export const isContested = (claims: readonly Claim[], personId: string): boolean =>
  claims.filter((claim) => claim.personId === personId && stands(claim)).length > 1;

/** What keeps a claim from its second confirmation. */
export const rivals = (claims: readonly Claim[], claim: Claim): Claim[] =>
  claims.filter(
    (other) =>
      other.id !== claim.id &&
      ((other.personId === claim.personId && stands(other)) ||
        (other.requestId === claim.requestId && other.confirmedBy.length > 0 && stands(other))),
  );

/** Who opens, ends and answers tracing requests: those who see people. */
export const mayTrace = (actor: Actor): boolean => actor.role !== 'observer';

/**
 * Among rival claims an admin decides, or who has confirmed another of them: with the second
 * confirmation, that takes another account, two people have decided.
 */
const mayReject = (actor: Tracer, claims: readonly Claim[], claim: Claim): boolean =>
  mayTrace(actor) &&
  (actor.role === 'admin' ||
    !isContested(claims, claim.personId) ||
    claims.some(
      (other) =>
        other.id !== claim.id &&
        other.personId === claim.personId &&
        stands(other) &&
        other.confirmedBy.includes(actor.accountId),
    ));

export interface ClaimStep {
  claimId: string;
  to: ClaimStatus;
  reason: string | null;
}

/** Why a step of a claim is refused, or null: for screens to offer only what will be granted. */
export const claimRefusal = (
  tracing: Tracing,
  actor: Tracer,
  step: ClaimStep,
): TracingRefusal | null => {
  const claim = tracing.claims.find(({ id }) => id === step.claimId);
  const request = tracing.requests.find(({ id }) => id === claim?.requestId);
  if (!claim || !request) return { type: 'not_found' };
  const transition = claimTransitions[claim.status][step.to];
  if (!transition) return { type: 'no_such_step', from: claim.status, to: step.to };
  const allowed =
    step.to === 'rejected' ? mayReject(actor, tracing.claims, claim) : mayTrace(actor);
  if (!allowed) return { type: 'not_allowed' };
  if (transition.needsReason && isBlank(step.reason)) return { type: 'needs_reason' };
  return (
    requestRefusal(tracing.claims, request, step.to) ??
    confirmationRefusal(tracing.claims, actor, claim, step.to)
  );
};

const isBlank = (reason: string | null): boolean => reason === null || reason.trim() === '';

/** A claim is put aside or undone at any time; it goes forward only while its request waits for it. */
const requestRefusal = (
  claims: readonly Claim[],
  request: TracingRequest,
  to: ClaimStatus,
): TracingRefusal | null => {
  if (to === 'rejected' || to === 'reversed' || to === 'held') return null;
  return hasEnded(request) ? { type: 'request_ended' } : matchRefusal(claims, request);
};

const matchRefusal = (claims: readonly Claim[], request: TracingRequest): TracingRefusal | null => {
  const match = claims.find(
    ({ requestId, status }) => requestId === request.id && status === 'confirmed',
  );
  return match ? { type: 'request_has_match', claimId: match.id } : null;
};

const confirmationRefusal = (
  claims: readonly Claim[],
  actor: Tracer,
  claim: Claim,
  to: ClaimStatus,
): TracingRefusal | null => {
  if (to !== 'confirmed') return null;
  if (claim.confirmedBy.includes(actor.accountId)) return { type: 'same_account' };
  const against = rivals(claims, claim);
  return against.length > 0 ? { type: 'contested', claimIds: against.map(({ id }) => id) } : null;
};

/** Takes one step of a claim, and with it the step of its request that follows. */
export const stepClaim = (
  tracing: Tracing,
  actor: Tracer,
  step: ClaimStep,
): Result<Tracing, TracingRefusal> => {
  const refusal = claimRefusal(tracing, actor, step);
  if (refusal) return err(refusal);
  const claims = tracing.claims.map((claim) =>
    claim.id === step.claimId ? stepped(claim, actor, step.to) : claim,
  );
  const requestId = claims.find(({ id }) => id === step.claimId)?.requestId;
  return ok({ claims, requests: requestsAfter(tracing.requests, claims, requestId, step.to) });
};

const stepped = (claim: Claim, actor: Tracer, to: ClaimStatus): Claim => {
  if (to === 'confirmed_once') return { ...claim, status: to, confirmedBy: [actor.accountId] };
  if (to === 'confirmed')
    return { ...claim, status: to, confirmedBy: [...claim.confirmedBy, actor.accountId] };
  return { ...claim, status: to, confirmedBy: to === 'reversed' ? claim.confirmedBy : [] };
};

const requestsAfter = (
  requests: readonly TracingRequest[],
  claims: readonly Claim[],
  requestId: string | undefined,
  to: ClaimStatus,
): TracingRequest[] =>
  requests.map((request) =>
    request.id === requestId
      ? { ...request, status: statusAfter(request, claimsOf(claims, request.id), to) }
      : request,
  );

const claimsOf = (claims: readonly Claim[], requestId: string): Claim[] =>
  claims.filter((claim) => claim.requestId === requestId);

const statusAfter = (
  request: TracingRequest,
  claims: readonly Claim[],
  to: ClaimStatus,
): RequestStatus => {
  if (to === 'reversed') return 'reversed';
  const now = statusByClaims(claims);
  // A reversal stays in sight until somebody takes the search up again.
  const takenUp = now === 'matched_pending' || now === 'handed_over' || to === 'proposed';
  return request.status === 'reversed' && !takenUp ? 'reversed' : now;
};

/** How far a request has come by its claims alone. */
export const statusByClaims = (claims: readonly Pick<Claim, 'status'>[]): RequestStatus => {
  const has = (status: ClaimStatus) => claims.some((claim) => claim.status === status);
  if (has('confirmed')) return 'handed_over';
  if (has('confirmed_once')) return 'matched_pending';
  return claims.some(isOpen) ? 'candidate_proposed' : 'open';
};

/**
 * Proposes that a person is the one whom a request looks for. Also of somebody who was handed over:
 * that is how a wrong hand-over comes to light.
 */
export const proposeClaim = (
  tracing: Tracing,
  actor: Tracer,
  claim: Pick<Claim, 'id' | 'requestId' | 'personId'>,
): Result<Tracing, TracingRefusal> => {
  if (!mayTrace(actor)) return err({ type: 'not_allowed' });
  const request = tracing.requests.find(({ id }) => id === claim.requestId);
  if (!request) return err({ type: 'not_found' });
  const before = tracing.claims.find(
    ({ requestId, personId }) => requestId === claim.requestId && personId === claim.personId,
  );
  if (before) return err({ type: 'already_claimed', claimId: before.id });
  const refusal = requestRefusal(tracing.claims, request, 'proposed');
  if (refusal) return err(refusal);
  const claims: Claim[] = [...tracing.claims, { ...claim, status: 'proposed', confirmedBy: [] }];
  return ok({ claims, requests: requestsAfter(tracing.requests, claims, request.id, 'proposed') });
};

export interface RequestStep {
  requestId: string;
  to: 'closed' | 'withdrawn' | 'expired' | 'open';
  reason: string | null;
}

/**
 * Ends a request, or takes it up again. What it still claimed is rejected with it, so that nobody
 * stays contested by a family that no longer asks.
 *
 * @param actor null is the clock, which alone lets a request expire
 */
export const stepRequest = (
  tracing: Tracing,
  actor: Tracer | null,
  step: RequestStep,
): Result<Tracing, TracingRefusal> => {
  const request = tracing.requests.find(({ id }) => id === step.requestId);
  if (!request) return err({ type: 'not_found' });
  const ofItsOwn = step.to !== 'open' || request.status === 'reversed' || hasEnded(request);
  const transition = ofItsOwn ? requestTransitions[request.status][step.to] : undefined;
  if (!transition) return err({ type: 'no_such_step', from: request.status, to: step.to });
  const allowed = actor === null ? step.to === 'expired' : mayTrace(actor) && step.to !== 'expired';
  if (!allowed) return err({ type: 'not_allowed' });
  if (transition.needsReason && isBlank(step.reason)) return err({ type: 'needs_reason' });
  const refusal = step.to === 'open' ? matchRefusal(tracing.claims, request) : null;
  if (refusal) return err(refusal);
  return ok(requestStepped(tracing, request, step.to));
};

const requestStepped = (
  tracing: Tracing,
  request: TracingRequest,
  to: RequestStep['to'],
): Tracing => {
  const status = to === 'open' ? statusByClaims(claimsOf(tracing.claims, request.id)) : to;
  return {
    requests: tracing.requests.map((one) => (one.id === request.id ? { ...one, status } : one)),
    claims: tracing.claims.map((claim) =>
      to !== 'open' && claim.requestId === request.id && isOpen(claim)
        ? { ...claim, status: 'rejected', confirmedBy: [] }
        : claim,
    ),
  };
};
