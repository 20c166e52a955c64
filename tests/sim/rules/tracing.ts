import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import type { RequestStatus } from '../../../src/lib/domain/people/vocabulary.ts';
import type { TracingClaim } from '../../../src/lib/domain/tracing-rows.ts';
import type { Rule } from './index.ts';
import { faultsInHistory, grouped } from './history.ts';

/** [F1]-[F6]: a hand-over is one person's to one family, by two accounts; a request follows its claims. */
export const tracingRule: Rule = ({ tracing_requests, tracing_claims, tracing_events }) => {
  const faults: string[] = [];
  const histories = grouped(tracing_events, ({ request_id }) => request_id);
  const claims = grouped(tracing_claims, ({ request_id }) => request_id);
  const ids = new Set(tracing_requests.map(({ id }) => id));
  for (const request of tracing_requests) {
    const history = (histories.get(request.id) ?? []).map(
      ({ id, version, kind, resolved_by, detail }) => ({
        ...{ id, version, isOpenConflict: kind === 'conflict' && resolved_by === null },
        set: kind === 'requested' || kind === 'updated' ? (detail.new ?? {}) : null,
      }),
    );
    const isField = (field: string) => field !== 'deleted';
    faults.push(...faultsInHistory('Request', request, history, isField));
    faults.push(...faultsInStatus(request, claims.get(request.id) ?? []));
  }
  for (const id of [...histories.keys(), ...claims.keys()])
    if (!ids.has(id))
      faults.push(`Claims or history of request ${id}, which was taken away, are there.`);
  for (const claim of tracing_claims) faults.push(...faultsInClaim(claim));
  const given = tracing_claims.filter(({ status }) => status === 'confirmed');
  for (const field of ['person_id', 'request_id'] as const)
    for (const [id, confirmed] of grouped(given, (claim) => claim[field]))
      if (confirmed.length > 1)
        faults.push(
          `${field} ${id} has ${confirmed.length} confirmed claims: ${confirmed.map((claim) => claim.id).join()}.`,
        );
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
