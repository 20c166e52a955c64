/** Tracing: families who seek, records that may be the one, and two accounts for a hand-over. */
import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import { shareScopes } from '../../../src/lib/domain/people/record.ts';
import { mayTrace } from '../../../src/lib/domain/people/tracing.ts';
import { claimTransitions } from '../../../src/lib/domain/people/tracing-transitions.ts';
import type { ClaimStatus } from '../../../src/lib/domain/people/vocabulary.ts';
import { claimStatuses, seekerRelations } from '../../../src/lib/domain/people/vocabulary.ts';
import { mayDeleteTracing, mayErase } from '../../../src/lib/domain/permissions.ts';
import type { TracingFields } from '../../../src/lib/domain/tracing-payloads.ts';
import type { TracingClaim, TracingRequest } from '../../../src/lib/domain/tracing-rows.ts';
import type { Dice } from '../dice.ts';
import { givenNames, whyErased } from './people.ts';
import type { KindsOfWishes, Seen, Wish } from './wish.ts';
import { broughtBack, inOrder, reasonFor, some } from './wish.ts';

const fieldsOf = ({ dice, replica, nowMs }: Seen): Partial<TracingFields> =>
  dice.weighted<Partial<TracingFields>>([
    [5, { given: dice.pick(givenNames) }],
    [3, { seeker_relation: dice.pick(seekerRelations), seeker_contact: 'through the committee' }],
    [3, { share_consent: dice.pick(shareScopes) }],
    [2, { last_site_id: some(dice, replica.all('sites'))?.id ?? null }],
    [2, { expires_at: new Date(nowMs + dice.pick([-40, 40]) * 86_400_000).toISOString() }],
    [1, { seeker_name: ' ', also_known_as: [dice.pick(givenNames)] }],
  ]);

const openConflicts = ({ replica }: Seen, requestId: string): string[] =>
  replica
    .by('tracing_events', requestId)
    .filter(({ kind, resolved_by }) => kind === 'conflict' && resolved_by === null)
    .map(({ id }) => id)
    .toSorted();

/** The conflicts that a step settles on its way, where its author has seen any. */
const settling = (seen: Seen, requestId: string): { resolves?: string[] } => {
  const resolves = openConflicts(seen, requestId);
  return resolves.length > 0 && seen.dice.chance(0.5) ? { resolves } : {};
};

const someRequest = ({ replica, dice }: Seen): TracingRequest | undefined =>
  some(dice, replica.all('tracing_requests'));

/** Mostly on towards the hand-over: what leads away from it is drawn by itself. */
const nextOf = (dice: Dice, { status }: TracingClaim): ClaimStatus => {
  const any = dice.pick(claimStatuses);
  if (dice.chance(0.04)) return any;
  if (status === 'proposed' && dice.chance(0.6)) return 'confirmed_once';
  if (status === 'confirmed_once' && dice.chance(0.75)) return 'confirmed';
  return dice.pick(Object.keys(claimTransitions[status]) as ClaimStatus[]) ?? any;
};

/** Another account confirms what one has; now and then the same one tries it. */
const someClaim = ({ replica, dice, author }: Seen): TracingClaim | undefined => {
  const claims = inOrder(replica.all('tracing_claims'));
  const isOwn = dice.chance(0.3);
  const waiting = claims.filter(
    ({ status, confirmed_first_by }) =>
      status === 'confirmed_once' && (confirmed_first_by === author.userId) === isOwn,
  );
  return (dice.chance(0.5) ? dice.pick(waiting) : undefined) ?? dice.pickUnevenly(claims);
};

/** Whoever has confirmed confirms again, which another account has to do [F3]. */
export const confirmOn = (seen: Seen, claimId: string): Wish | null => {
  const status = seen.replica.get('tracing_claims', claimId)?.status;
  if (status !== 'proposed' && status !== 'confirmed_once') return null;
  const to = status === 'proposed' ? 'confirmed_once' : 'confirmed';
  const payload = { from: status, to, reason: reasonFor(seen.dice) } as const;
  return { kind: 'tracing.claim_step', entityId: claimId, payload };
};

export const tracingWishes: KindsOfWishes<`tracing.${'request' | 'update' | 'step' | 'claim' | 'claim_step' | 'erase'}`> =
  {
    'tracing.request': {
      weight: 4,
      may: mayTrace,
      make: (seen) => ({
        entityId: seen.dice.uuid(),
        payload: { ...fieldsOf(seen), ...fieldsOf(seen) },
      }),
    },
    'tracing.update': {
      weight: 5,
      may: mayTrace,
      make: (seen) => {
        const { dice, author } = seen;
        const back = mayDeleteTracing(author) ? broughtBack(seen, 'tracing.update') : null;
        if (back) return back;
        const request = someRequest(seen);
        if (!request) return null;
        const isDeletion = dice.chance(mayDeleteTracing(author) ? 0.15 : 0.01);
        const set = isDeletion ? { deleted: true } : fieldsOf(seen);
        return { entityId: request.id, payload: { set, ...settling(seen, request.id) } };
      },
    },
    'tracing.step': {
      weight: 4,
      may: mayTrace,
      make: (seen) => {
        const { dice } = seen;
        const request = someRequest(seen);
        if (!request) return null;
        const isOver = ['closed', 'expired', 'reversed'].includes(request.status);
        const to =
          isOver && dice.chance(0.8)
            ? ('open' as const)
            : dice.weighted<'closed' | 'withdrawn' | 'expired'>([
                [6, 'closed'],
                [1, 'withdrawn'],
                [3, 'expired'],
              ]);
        const payload = { from: request.status, to, reason: reasonFor(dice) };
        return { entityId: request.id, payload: { ...payload, ...settling(seen, request.id) } };
      },
    },
    'tracing.claim': {
      weight: 7,
      may: mayTrace,
      make: (seen) => {
        const { dice, replica } = seen;
        const request = someRequest(seen);
        // Nobody is handed over whom two claim: most claims are on somebody nobody claims.
        const claimed = new Set(replica.all('tracing_claims').map(({ person_id }) => person_id));
        const free = replica.all('people').filter(({ id }) => !claimed.has(id));
        const person =
          (dice.chance(0.6) ? some(dice, free) : undefined) ?? some(dice, replica.all('people'));
        if (!request || !person) return null;
        const asked = { request_id: request.id, person_id: person.id, reasons: ['mother'] };
        return {
          entityId: claimId(request.id, person.id),
          payload: { ...asked, ...settling(seen, request.id) },
        };
      },
    },
    'tracing.claim_step': {
      weight: 40,
      may: mayTrace,
      make: (seen) => {
        const { dice } = seen;
        const claim = someClaim(seen);
        if (!claim) return null;
        const payload = { from: claim.status, to: nextOf(dice, claim), reason: reasonFor(dice) };
        return {
          entityId: claim.id,
          payload: { ...payload, ...settling(seen, claim.request_id) },
        };
      },
    },
    'tracing.erase': {
      weight: 3,
      may: mayErase,
      make: (seen) => {
        const request = someRequest(seen);
        return request ? { entityId: request.id, payload: { reason: whyErased(seen) } } : null;
      },
    },
  };
