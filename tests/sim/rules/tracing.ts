import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import type { RequestStatus } from '../../../src/lib/domain/people/vocabulary.ts';
import type { TracingClaim, TracingEvent } from '../../../src/lib/domain/tracing-rows.ts';
import type { Rule } from './index.ts';
import { faultsInHistory, grouped } from './history.ts';

/** [F1]-[F6]: a hand-over is one person's to one family, by two accounts; a request follows its claims. */
export const tracingRule: Rule = (
  { tracing_requests, tracing_claims, tracing_events },
  { seqOf },
) => {
  const faults: string[] = [];
  const histories = grouped(tracing_events, ({ request_id }) => request_id, seqOf);
  const claims = grouped(tracing_claims, ({ request_id }) => request_id, seqOf);
  const ids = new Set(tracing_requests.map(({ id }) => id));
  for (const request of tracing_requests) {
    const history = (histories.get(request.id) ?? []).map(({ kind, resolved_by, detail }) => ({
      isOpenConflict: kind === 'conflict' && resolved_by === null,
      set: kind === 'requested' || kind === 'updated' ? (detail.new ?? {}) : null,
    }));
    const isField = (field: string) => field !== 'deleted';
    faults.push(...faultsInHistory('Request', request, history, isField));
    faults.push(...faultsInStatus(request, claims.get(request.id) ?? []));
  }
  for (const id of [...histories.keys(), ...claims.keys()])
    if (!ids.has(id))
      faults.push(`Claims or history of request ${id}, which was taken away, are there.`);
  for (const claim of tracing_claims) faults.push(...faultsInClaim(claim));
  return [...faults, ...faultsInHandOvers(tracing_events, seqOf)];
};

/** Step for step, as they came: one that was reversed since was a hand-over all the same. */
const faultsInHandOvers = (
  events: readonly TracingEvent[],
  seqOf: (id: string) => number,
): string[] => {
  const faults: string[] = [];
  const firsts = new Map<string, string | null>();
  const given = new Map<string, TracingEvent>();
  for (const event of events.toSorted((a, b) => seqOf(a.id) - seqOf(b.id))) {
    const { kind, claim_id, actor_id, request_id, person_id, detail } = event;
    if (
      kind !== 'claim_step' ||
      claim_id === null ||
      detail.old?.['claim'] === detail.new?.['claim']
    )
      continue;
    given.delete(claim_id);
    if (detail.new?.['claim'] === 'confirmed_once') firsts.set(claim_id, actor_id);
    if (detail.new?.['claim'] !== 'confirmed') continue;
    if (firsts.get(claim_id) === actor_id)
      faults.push(`Claim ${claim_id} was confirmed twice by ${actor_id}.`);
    for (const [other, { request_id: request, person_id: person }] of given)
      if (request === request_id || person === person_id)
        faults.push(`Claim ${claim_id} was confirmed beside ${other}.`);
    given.set(claim_id, event);
  }
  return faults;
};

const faultsInClaim = (claim: TracingClaim): string[] => {
  const { id, status, request_id, person_id, confirmed_first_by, confirmed_second_by } = claim;
  const faults: string[] = [];
  if (id !== claimId(request_id, person_id)) faults.push(`Claim ${id} has not its own id.`);
  const count = [confirmed_first_by, confirmed_second_by].filter((by) => by !== null).length;
  const wanted = { confirmed_once: 1, confirmed: 2, reversed: 2 }[status as string] ?? 0;
  if (count !== wanted || (count > 0 && confirmed_first_by === null))
    faults.push(`Claim ${id} is ${status} and has ${count} confirmations.`);
  if (count === 2 && confirmed_first_by === confirmed_second_by)
    faults.push(`Claim ${id} was confirmed twice by one account.`);
  return faults;
};

const faultsInStatus = (
  { id, status }: { id: string; status: RequestStatus },
  claims: readonly TracingClaim[],
): string[] => {
  const has = (one: TracingClaim['status']) => claims.some((claim) => claim.status === one);
  const isClaimed = has('proposed') || has('held');
  const byClaims = has('confirmed')
    ? 'handed_over'
    : has('confirmed_once')
      ? 'matched_pending'
      : isClaimed
        ? 'candidate_proposed'
        : 'open';
  const isRight = {
    open: byClaims === 'open',
    candidate_proposed: byClaims === status,
    matched_pending: byClaims === status,
    handed_over: byClaims === status,
    reversed: byClaims !== 'handed_over' && byClaims !== 'matched_pending',
    closed: byClaims === 'open' || byClaims === 'handed_over',
    withdrawn: byClaims === 'open',
    expired: byClaims === 'open',
  }[status];
  return isRight ? [] : [`Request ${id} is ${status}, and by its claims ${byClaims}.`];
};
