import { describe, expect, it } from 'vitest';
import { claimOf } from '$lib/domain/people/traced';
import type { Tracer } from '$lib/domain/people/tracing';
import type { TracingClaim, TracingEvent, TracingRequest } from '$lib/domain/tracing-rows';
import { claimRow, requestRow, updatedEvent } from '../tracing.fixture';
import { openConflicts } from './conflicts';

const nowMs = Date.parse('2024-12-08T12:00:00Z');
const tracer = (accountId = 'me', role: Tracer['role'] = 'coordinator'): Tracer => ({
  accountId,
  role,
  teamId: null,
});
const conflict = (
  wanted: Record<string, unknown>,
  more: Partial<TracingEvent> = {},
): TracingEvent => ({
  ...updatedEvent('r', { wanted, ...more.detail }),
  id: 'x',
  kind: 'conflict',
  reason: 'status_changed',
  actor_id: 'them',
  ...more,
  ...(more.detail && { detail: { wanted, ...more.detail } }),
});
const take = (
  event: TracingEvent,
  request: TracingRequest,
  claims: readonly TracingClaim[] = [],
  who = tracer(),
) => {
  const tracing = {
    requests: [request],
    claims: claims.map((claim) => claimOf(claim, () => ({ merged_into: null }))),
  };
  return openConflicts({ request, tracing, tracer: who, nowMs }, [event])[0]?.take;
};
const about = { claim_id: 'c', person_id: 'p' };
const open = requestRow({ id: 'r' });

describe('[F5] a conflict about a tracing request', () => {
  it('is open until it is decided, and can always be left as it stands', () => {
    const events = [
      conflict({}),
      conflict({}, { id: 'y', resolved_by: 'z' }),
      updatedEvent('r', {}),
    ];
    const tracing = { requests: [open], claims: [] };
    const found = openConflicts({ request: open, tracing, tracer: tracer(), nowMs }, events);
    expect(found.map(({ event, keep }) => [event.id, keep])).toEqual([
      ['x', { kind: 'tracing.update', entityId: 'r', payload: { set: {}, resolves: ['x'] } }],
    ]);
  });

  it('sets what was asked for after all, a removal for admins alone', () => {
    expect(take(conflict({ given: 'سلمى' }), open)).toEqual({
      kind: 'tracing.update',
      entityId: 'r',
      payload: { set: { given: 'سلمى' }, resolves: ['x'] },
    });
    expect(take(conflict({ deleted: true }), open)).toBeNull();
    expect(take(conflict({ deleted: true }), open, [], tracer('a', 'admin'))).toMatchObject({
      payload: { set: { deleted: true } },
    });
  });

  it('takes a step from where the request stands by now, with the reason that was given', () => {
    const closing = conflict({ status: 'closed' }, { detail: { why: 'Found at home' } });
    const proposed = requestRow({ id: 'r', status: 'candidate_proposed' });
    expect(take(closing, proposed)).toEqual({
      kind: 'tracing.step',
      entityId: 'r',
      payload: {
        from: 'candidate_proposed',
        to: 'closed',
        reason: 'Found at home',
        resolves: ['x'],
      },
    });
  });

  it('takes no step that the rules do not allow from there, and none without the reason it needs', () => {
    const closing = conflict({ status: 'closed' }, { detail: { why: 'Found at home' } });
    expect(take(closing, requestRow({ id: 'r', status: 'withdrawn' }))).toBeNull();
    expect(take(conflict({ status: 'closed' }), open)).toBeNull();
    expect(take(conflict({ status: 'expired' }), open)).toBeNull();
    expect(take(conflict({ status: 'elsewhere' }), open)).toBeNull();
  });
});

describe('[F3] a conflict about a claim', () => {
  const claim = claimRow({ id: 'c', request_id: 'r', person_id: 'p', status: 'held' });

  it('takes a step from where the claim stands by now', () => {
    expect(take(conflict({ claim: 'proposed' }, about), open, [claim])).toEqual({
      kind: 'tracing.claim_step',
      entityId: 'c',
      payload: { from: 'held', to: 'proposed', resolves: ['x'] },
    });
    const rejected = conflict({ claim: 'rejected' }, { ...about, detail: { why: 'Another man' } });
    expect(take(rejected, open, [claim])).toMatchObject({
      payload: { to: 'rejected', reason: 'Another man' },
    });
  });

  it('never gives a confirmation in the place of who gave it', () => {
    const waits = { ...claim, status: 'proposed' as const };
    const confirmed = conflict({ claim: 'confirmed_once' }, about);
    expect(take(confirmed, open, [waits])).toBeNull();
    expect(take(confirmed, open, [waits], tracer('them'))).toMatchObject({
      kind: 'tracing.claim_step',
      payload: { from: 'proposed', to: 'confirmed_once' },
    });
    const once = { ...claim, status: 'confirmed_once' as const, confirmed_first_by: 'first' };
    expect(take(confirmed, open, [once], tracer('them'))).toBeNull();
  });

  it('rejects no rival that the rules keep from this person', () => {
    const rival = claimRow({ id: 'c2', request_id: 'r2', person_id: 'p' });
    const rejected = conflict({ claim: 'rejected' }, { ...about, detail: { why: 'Another man' } });
    expect(take(rejected, open, [claim, rival])).toBeNull();
    expect(take(rejected, open, [claim, rival], tracer('a', 'admin'))).not.toBeNull();
  });

  it('proposes one that was never made, once its request waits again', () => {
    const late = conflict({ claim: 'proposed' }, { ...about, detail: { reasons: ['name'] } });
    expect(take(late, requestRow({ id: 'r', status: 'closed' }))).toBeNull();
    expect(take(late, open)).toEqual({
      kind: 'tracing.claim',
      entityId: 'c',
      payload: { request_id: 'r', person_id: 'p', reasons: ['name'], resolves: ['x'] },
    });
  });
});
