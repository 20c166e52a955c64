import { describe, expect, it, test } from 'vitest';
import { claimTransitions, requestTransitions } from './tracing-transitions.ts';
import {
  claimRefusal,
  isContested,
  mayTrace,
  proposeClaim,
  rivals,
  stepClaim,
  stepRequest,
  type RequestStep,
  type Tracer,
  type Tracing,
  type TracingRefusal,
} from './tracing.ts';
import { claimStatuses, requestStatuses, type ClaimStatus } from './vocabulary.ts';

const tracer = (accountId: string, role: Tracer['role'] = 'coordinator'): Tracer => ({
  accountId,
  role,
  teamId: null,
});
const first = tracer('first');
const second = tracer('second', 'medic');
const third = tracer('third');
const admin = tracer('admin', 'admin');
const observer = tracer('observer', 'observer');

const requests: Tracing = {
  requests: ['r1', 'r2'].map((id) => ({ id, status: 'open' })),
  claims: [],
};

/** What follows when every step is granted; throws the refusal where one is not. */
const granted = (result: ReturnType<typeof stepClaim>): Tracing => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refusal = (result: ReturnType<typeof stepClaim>): TracingRefusal | null =>
  result.ok ? null : result.error;
const propose = (tracing: Tracing, requestId: string, personId: string, actor = first) =>
  proposeClaim(tracing, actor, { id: `${requestId}-${personId}`, requestId, personId });
const step = (
  tracing: Tracing,
  claimId: string,
  to: ClaimStatus,
  actor = first,
  reason: string | null = 'why',
) => stepClaim(tracing, actor, { claimId, to, reason });

const statusOf = (tracing: Tracing, id: string) =>
  [...tracing.requests, ...tracing.claims].find((one) => one.id === id)?.status;

const one = granted(propose(requests, 'r1', 'p1'));
const confirmedOnce = granted(step(one, 'r1-p1', 'confirmed_once'));
const confirmed = granted(step(confirmedOnce, 'r1-p1', 'confirmed', second));
const two = granted(propose(one, 'r2', 'p1'));

describe('a hand-over', () => {
  it('takes two confirmations by different accounts', () => {
    expect(statusOf(confirmedOnce, 'r1')).toBe('matched_pending');
    expect(refusal(step(confirmedOnce, 'r1-p1', 'confirmed', first))).toEqual({
      type: 'same_account',
    });
    expect(statusOf(confirmed, 'r1-p1')).toBe('confirmed');
    expect(statusOf(confirmed, 'r1')).toBe('handed_over');
    expect(confirmed.claims[0]?.confirmedBy).toEqual(['first', 'second']);
  });

  it('is not confirmed by an admin alone either', () => {
    const once = granted(step(one, 'r1-p1', 'confirmed_once', admin));
    expect(refusal(step(once, 'r1-p1', 'confirmed', admin))).toEqual({ type: 'same_account' });
  });

  it('starts anew after a confirmation was taken back', () => {
    const back = granted(step(confirmedOnce, 'r1-p1', 'proposed', second));
    expect(back.claims[0]?.confirmedBy).toEqual([]);
    const again = granted(step(back, 'r1-p1', 'confirmed_once', second));
    expect(refusal(step(again, 'r1-p1', 'confirmed', second))?.type).toBe('same_account');
    expect(statusOf(granted(step(again, 'r1-p1', 'confirmed', first)), 'r1')).toBe('handed_over');
  });

  it('is reversed with a reason, by anybody who traces, also when the request was closed', () => {
    expect(refusal(step(confirmed, 'r1-p1', 'reversed', third, '  '))?.type).toBe('needs_reason');
    const closed = granted(
      stepRequest(confirmed, first, { requestId: 'r1', to: 'closed', reason: null }),
    );
    for (const before of [confirmed, closed]) {
      const reversed = granted(step(before, 'r1-p1', 'reversed', third));
      expect(statusOf(reversed, 'r1')).toBe('reversed');
      expect(reversed.claims[0]?.confirmedBy).toEqual(['first', 'second']);
    }
  });

  it('can be the right one after a wrong one', () => {
    const claimedAgain = granted(propose(confirmed, 'r2', 'p1', third));
    const reversed = granted(step(claimedAgain, 'r1-p1', 'reversed', third));
    const once = granted(step(reversed, 'r2-p1', 'confirmed_once', second));
    expect(statusOf(granted(step(once, 'r2-p1', 'confirmed', third)), 'r2')).toBe('handed_over');
  });
});

describe('a person whom two families claim', () => {
  const once = granted(step(two, 'r1-p1', 'confirmed_once', first));

  it('is contested, and not handed over', () => {
    expect(isContested(one.claims, 'p1')).toBe(false);
    expect(isContested(two.claims, 'p1')).toBe(true);
    expect(refusal(step(once, 'r1-p1', 'confirmed', second))).toEqual({
      type: 'contested',
      claimIds: ['r2-p1'],
    });
  });

  it('stays contested while the other claim is only held', () => {
    const held = granted(step(once, 'r2-p1', 'held', second));
    expect(refusal(step(held, 'r1-p1', 'confirmed', second))?.type).toBe('contested');
  });

  it('is handed over once the other claim is rejected with a reason', () => {
    expect(refusal(step(once, 'r2-p1', 'rejected', first, null))?.type).toBe('needs_reason');
    const decided = granted(step(once, 'r2-p1', 'rejected', first));
    expect(statusOf(decided, 'r2')).toBe('open');
    expect(statusOf(granted(step(decided, 'r1-p1', 'confirmed', second)), 'r1')).toBe(
      'handed_over',
    );
  });

  it('is decided by an admin or by who confirmed another claim, by nobody else', () => {
    expect(refusal(step(two, 'r2-p1', 'rejected', first))?.type).toBe('not_allowed');
    expect(refusal(step(once, 'r2-p1', 'rejected', third))?.type).toBe('not_allowed');
    expect(refusal(step(once, 'r1-p1', 'rejected', first))?.type).toBe('not_allowed');
    expect(refusal(step(two, 'r2-p1', 'rejected', admin))).toBeNull();
  });

  it('is no longer contested when a family gives up its search', () => {
    const withdrawn = granted(
      stepRequest(once, third, { requestId: 'r2', to: 'withdrawn', reason: 'found elsewhere' }),
    );
    expect(statusOf(withdrawn, 'r2-p1')).toBe('rejected');
    expect(isContested(withdrawn.claims, 'p1')).toBe(false);
  });

  it('can be claimed after the hand-over, and then waits for its reversal', () => {
    const late = granted(propose(confirmed, 'r2', 'p1'));
    expect(isContested(late.claims, 'p1')).toBe(true);
    const again = granted(step(late, 'r2-p1', 'confirmed_once', second));
    expect(refusal(step(again, 'r2-p1', 'confirmed', third))).toEqual({
      type: 'contested',
      claimIds: ['r1-p1'],
    });
  });
});

describe('a request', () => {
  const end = (tracing: Tracing, to: RequestStep['to'], actor: Tracer | null, reason = 'why') =>
    stepRequest(tracing, actor, { requestId: 'r1', to, reason });

  it('has several candidates, of whom one is handed over', () => {
    const both = granted(propose(confirmedOnce, 'r1', 'p2'));
    const onceMore = granted(step(both, 'r1-p2', 'confirmed_once', third));
    expect(rivals(onceMore.claims, onceMore.claims[0] as never).map(({ id }) => id)).toEqual([
      'r1-p2',
    ]);
    const given = granted(step(both, 'r1-p1', 'confirmed', second));
    expect(refusal(step(given, 'r1-p2', 'confirmed_once', second))).toEqual({
      type: 'request_has_match',
      claimId: 'r1-p1',
    });
    expect(refusal(propose(given, 'r1', 'p3'))?.type).toBe('request_has_match');
  });

  it('claims a person once', () => {
    expect(refusal(propose(one, 'r1', 'p1', second))).toEqual({
      type: 'already_claimed',
      claimId: 'r1-p1',
    });
  });

  it('expires by the clock alone, and not while a hand-over is under way', () => {
    expect(refusal(end(one, 'expired', admin))?.type).toBe('not_allowed');
    expect(refusal(end(one, 'expired', null))).toBeNull();
    expect(refusal(end(confirmedOnce, 'expired', null))?.type).toBe('no_such_step');
    expect(refusal(end(one, 'closed', null))?.type).toBe('not_allowed');
  });

  it('that has ended moves no claim forward', () => {
    const ended = granted(end(one, 'closed', second));
    expect(refusal(step(ended, 'r1-p1', 'proposed'))?.type).toBe('request_ended');
    expect(refusal(propose(ended, 'r1', 'p2'))?.type).toBe('request_ended');
  });

  it('is taken up again with a reason, but not while its hand-over stands', () => {
    const closed = granted(end(one, 'closed', second));
    expect(refusal(end(closed, 'open', first, ''))?.type).toBe('needs_reason');
    expect(statusOf(granted(end(closed, 'open', first)), 'r1')).toBe('open');
    const happy = granted(end(confirmed, 'closed', first));
    expect(refusal(end(happy, 'open', first))?.type).toBe('request_has_match');
  });

  it('that its family withdrew is not taken up again', () => {
    expect(refusal(end(granted(end(one, 'withdrawn', first)), 'open', admin))?.type).toBe(
      'no_such_step',
    );
  });

  it('stays in sight as reversed until somebody takes it up', () => {
    const both = granted(propose(one, 'r1', 'p2'));
    const once = granted(step(both, 'r1-p1', 'confirmed_once'));
    const given = granted(step(once, 'r1-p1', 'confirmed', second));
    const reversed = granted(step(given, 'r1-p1', 'reversed'));
    const rejected = granted(step(reversed, 'r1-p2', 'rejected'));
    expect([statusOf(reversed, 'r1'), statusOf(rejected, 'r1')]).toEqual(['reversed', 'reversed']);
    expect(statusOf(granted(end(rejected, 'open', first)), 'r1')).toBe('open');
  });
});

describe('who may', () => {
  test('trace: everybody but the observer, who changes nothing', () => {
    expect([first, second, admin, observer].map(mayTrace)).toEqual([true, true, true, false]);
    expect(refusal(propose(requests, 'r1', 'p1', observer))?.type).toBe('not_allowed');
    for (const to of claimStatuses) {
      expect(step(one, 'r1-p1', to, observer).ok).toBe(false);
      expect(step(confirmed, 'r1-p1', to, observer).ok).toBe(false);
    }
    const close: RequestStep = { requestId: 'r1', to: 'closed', reason: 'why' };
    expect(stepRequest(one, observer, close).ok).toBe(false);
  });

  test('ask about what is not there: nobody learns more than that', () => {
    expect(claimRefusal(one, first, { claimId: 'x', to: 'held', reason: null })?.type).toBe(
      'not_found',
    );
  });
});

test('every status has its line in the tables', () => {
  expect(Object.keys(requestTransitions).sort()).toEqual([...requestStatuses].sort());
  expect(Object.keys(claimTransitions).sort()).toEqual([...claimStatuses].sort());
});

test('what undoes or decides against somebody needs a reason', () => {
  const steps = claimStatuses.flatMap((from) =>
    claimStatuses
      .filter((to) => claimTransitions[from][to]?.needsReason)
      .map((to) => `${from} -> ${to}`),
  );
  expect(steps).toEqual([
    'proposed -> rejected',
    'held -> rejected',
    'confirmed_once -> proposed',
    'confirmed_once -> rejected',
    'confirmed -> reversed',
    'rejected -> proposed',
    'reversed -> proposed',
  ]);
});
