import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claimTransitions,
  requestTransitions,
} from '../../src/lib/domain/people/tracing-transitions.ts';
import {
  claimStatuses,
  requestStatuses,
  type ClaimStatus,
} from '../../src/lib/domain/people/vocabulary.ts';
import {
  stepClaim,
  stepRequest,
  type RequestStep,
  type Tracer,
  type Tracing,
} from '../../src/lib/domain/people/tracing.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeClaim,
  makeOperation,
  makePerson,
  makeRequest,
  mutation,
  send,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

interface Step {
  from: string;
  to: string;
  needsReason: boolean;
}
const inOrder = (steps: readonly Step[]) =>
  steps.map((step) => `${step.from} ${step.to} ${String(step.needsReason)}`).toSorted();

describe('[F2] [F3] the tables of transitions are the same in the domain and in the database', () => {
  it('of requests', async () => {
    const rows = await db.sql<Step[]>`
      select from_status as from, to_status as to, needs_reason as "needsReason"
      from private.tracing_transitions()`;
    const steps = requestStatuses.flatMap((from) =>
      Object.entries(requestTransitions[from]).map(([to, step]) => ({ from, to, ...step })),
    );
    expect(inOrder(rows)).toEqual(inOrder(steps));
  });

  it('of claims', async () => {
    const rows = await db.sql<Step[]>`
      select from_status as from, to_status as to, needs_reason as "needsReason"
      from private.claim_transitions()`;
    const steps = claimStatuses.flatMap((from) =>
      Object.entries(claimTransitions[from]).map(([to, step]) => ({ from, to, ...step })),
    );
    expect(inOrder(rows)).toEqual(inOrder(steps));
  });
});

const people = ['coordinatorA', 'medicB', 'admin'] as const;
const toRequest = ['open', 'closed', 'withdrawn'] as const;

/** Two families, two people, every claim between them, and steps by whoever comes. */
describe('[F3] whatever is asked in whatever order', () => {
  const setUp = async () => {
    const operation = await makeOperation(db);
    const requests = [await makeRequest(db, operation), await makeRequest(db, operation)];
    const persons = [await makePerson(db, operation), await makePerson(db, operation)];
    const claims: string[] = [];
    for (const request of requests)
      for (const person of persons) claims.push(await makeClaim(db, operation, request, person));
    return { operation, requests, claims };
  };

  const stored = async (operation: Operation): Promise<Tracing> => ({
    requests: await db.sql<Tracing['requests'][number][]>`
      select id, status from public.tracing_requests where operation_id = ${operation.id}`,
    claims: await db.sql<Tracing['claims'][number][]>`
      select id, request_id as "requestId", person_id as "personId", status,
        array_remove(array[confirmed_first_by, confirmed_second_by], null) as "confirmedBy"
      from public.tracing_claims where operation_id = ${operation.id}`,
  });
  const sorted = ({ requests, claims }: Tracing) => [
    [...requests].toSorted((a, b) => a.id.localeCompare(b.id)),
    [...claims].toSorted((a, b) => a.id.localeCompare(b.id)),
  ];

  const claimStep = fc.record({
    who: fc.constantFrom(...people),
    at: fc.nat(3),
    to: fc.constantFrom<ClaimStatus>(...claimStatuses, 'confirmed_once', 'confirmed', 'rejected'),
  });
  const requestStep = fc.record({
    who: fc.constantFrom(...people),
    request: fc.nat(1),
    end: fc.constantFrom(...toRequest),
  });

  it('the database takes exactly the steps that the domain takes, and stands where it stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 5, arbitrary: claimStep }, requestStep), {
          minLength: 5,
          maxLength: 25,
        }),
        async (steps) => {
          const { operation, requests, claims } = await setUp();
          let tracing = await stored(operation);
          for (const step of steps) {
            const actor: Tracer = {
              accountId: operation[step.who],
              role:
                step.who === 'medicB' ? 'medic' : step.who === 'admin' ? 'admin' : 'coordinator',
              teamId: null,
            };
            const reason = 'Reason';
            const [id, from] =
              'at' in step
                ? [
                    claims[step.at],
                    tracing.claims.find((one) => one.id === claims[step.at])?.status,
                  ]
                : [
                    requests[step.request],
                    tracing.requests.find((one) => one.id === requests[step.request])?.status,
                  ];
            if (id === undefined || from === undefined) throw new Error('nothing to step');
            const result =
              'at' in step
                ? stepClaim(tracing, actor, { claimId: id, to: step.to, reason })
                : stepRequest(tracing, actor, {
                    requestId: id,
                    to: step.end satisfies RequestStep['to'],
                    reason,
                  });
            const answer = await send(db, actor.accountId, {
              ...mutation(operation.id, 'tracing.step', id, { from: 'open', to: 'open' }),
              kind: 'at' in step ? 'tracing.claim_step' : 'tracing.step',
              payload: { from, to: 'at' in step ? step.to : step.end, reason },
            });
            expect([step, answer.outcome === 'applied']).toEqual([step, result.ok]);
            if (result.ok) tracing = result.value;
            expect(sorted(await stored(operation))).toEqual(sorted(tracing));
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
