import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimTransitions, requestTransitions } from './tracing-transitions.ts';
import {
  isContested,
  proposeClaim,
  stepClaim,
  stepRequest,
  type Tracer,
  type Tracing,
} from './tracing.ts';
import { claimStatuses, type ClaimStatus } from './vocabulary.ts';

/** One thing that somebody tries, granted or not. */
const people = ['p1', 'p2', 'p3'];
const families = ['r1', 'r2', 'r3'];
const tracer = (accountId: string, role: Tracer['role']): Tracer => ({
  accountId,
  role,
  teamId: null,
});
const actor = fc.constantFrom(
  tracer('first', 'coordinator'),
  tracer('second', 'medic'),
  tracer('admin', 'admin'),
  tracer('observer', 'observer'),
);
const pair = fc.record({
  requestId: fc.constantFrom(...families),
  personId: fc.constantFrom(...people),
});
const reason = fc.constantFrom('why', 'why', 'why', null, ' ');
type Attempt = (tracing: Tracing) => { by: Tracer | null; result: ReturnType<typeof stepClaim> };
/** Mostly a step that the table allows: others are refused at once and lead nowhere. */
const claimAttempt: fc.Arbitrary<Attempt> = fc
  .record({
    by: actor,
    claim: fc.nat(),
    step: fc.nat(),
    to: fc.constantFrom(...claimStatuses),
    reason,
  })
  .map(({ by, claim: at, step, to, reason: why }) => (tracing) => {
    const claim = tracing.claims[at % Math.max(1, tracing.claims.length)];
    const legal = claim ? (Object.keys(claimTransitions[claim.status]) as ClaimStatus[]) : [];
    const next = step % 5 === 0 ? to : (legal[step % legal.length] ?? to);
    const asked = { claimId: claim?.id ?? 'none', to: next, reason: why };
    return { by, result: stepClaim(tracing, by, asked) };
  });
const proposal: fc.Arbitrary<Attempt> = fc
  .record({ by: actor, pair })
  .map(({ by, pair: { requestId, personId } }) => (tracing) => ({
    by,
    result: proposeClaim(tracing, by, { id: `${requestId}-${personId}`, requestId, personId }),
  }));
const requestAttempt: fc.Arbitrary<Attempt> = fc
  .record({
    by: fc.option(actor, { nil: null }),
    requestId: fc.constantFrom(...families),
    to: fc.constantFrom('closed', 'withdrawn', 'expired', 'open'),
    reason,
  })
  .map(({ by, ...request }) => (tracing) => ({ by, result: stepRequest(tracing, by, request) }));
const attempts = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: proposal },
    { weight: 12, arbitrary: claimAttempt },
    { weight: 1, arbitrary: requestAttempt },
  ),
  { minLength: 20, maxLength: 80, size: 'max' },
);

const statusOf = (tracing: Tracing, id: string) =>
  tracing.claims.find((claim) => claim.id === id)?.status;

describe('whatever is tried, in whatever order', () => {
  const start: Tracing = {
    requests: families.map((id) => ({ id, status: 'open' })),
    claims: [],
  };
  /** Runs the attempts and shows each that was granted: who did it, before and after. */
  const run = (
    tried: Attempt[],
    seen: (before: Tracing, after: Tracing, by: Tracer | null) => void,
  ) => {
    let tracing = start;
    for (const attempt of tried) {
      const { by, result } = attempt(tracing);
      if (!result.ok) continue;
      seen(tracing, result.value, by);
      tracing = result.value;
    }
    return tracing;
  };

  test('no hand-over is confirmed by one account alone', () => {
    let handedOver = 0;
    fc.assert(
      fc.property(attempts, (tried) => {
        /** Who confirmed since the claim was last proposed: kept apart from the claims themselves. */
        const confirmers = new Map<string, Set<string>>();
        run(tried, (before, after, by) => {
          for (const claim of after.claims) {
            if (statusOf(before, claim.id) === claim.status) continue;
            if (claim.status === 'proposed') confirmers.set(claim.id, new Set());
            if (claim.status === 'confirmed_once' || claim.status === 'confirmed')
              confirmers.get(claim.id)?.add(by?.accountId ?? 'nobody');
            if (claim.status !== 'confirmed') continue;
            handedOver += 1;
            expect(confirmers.get(claim.id)?.size).toBe(2);
          }
        });
      }),
      { numRuns: 1000 },
    );
    // Otherwise the attempts prove nothing.
    expect(handedOver).toBeGreaterThan(50);
  });

  test('no two claims on one person, nor two of one family, are confirmed at once', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        run(tried, (_before, { claims }) => {
          const given = claims.filter(({ status }) => status === 'confirmed');
          expect(new Set(given.map(({ personId }) => personId)).size).toBe(given.length);
          expect(new Set(given.map(({ requestId }) => requestId)).size).toBe(given.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('nobody is handed over while contested, and no claim is ever lost', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        run(tried, (before, after) => {
          expect(after.claims.length).toBeGreaterThanOrEqual(before.claims.length);
          for (const claim of after.claims)
            if (claim.status === 'confirmed' && statusOf(before, claim.id) === 'confirmed_once')
              expect(isContested(before.claims, claim.personId)).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('every step is one of the tables, and what a request says agrees with its claims', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        run(tried, (before, after) => {
          for (const { id, status } of before.claims) {
            const to = after.claims.find((claim) => claim.id === id)?.status;
            if (to !== undefined && to !== status)
              expect(claimTransitions[status][to]).toBeDefined();
          }
          for (const { id, status } of before.requests) {
            const to = after.requests.find((request) => request.id === id)?.status;
            if (to === undefined) throw new Error('A request was lost.');
            if (to !== status)
              expect(requestTransitions[status][to], `${status} ${to}`).toBeDefined();
            const given = after.claims.some(
              (claim) => claim.requestId === id && claim.status === 'confirmed',
            );
            if (given) expect(['handed_over', 'closed']).toContain(to);
            if (to === 'handed_over') expect(given).toBe(true);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});
