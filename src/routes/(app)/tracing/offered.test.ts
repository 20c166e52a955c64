import { describe, expect, it } from 'vitest';
import { claimOf } from '$lib/domain/people/traced';
import type { Tracer, Tracing } from '$lib/domain/people/tracing';
import type { TracingClaim, TracingRequest } from '$lib/domain/tracing-rows';
import { confirmationRefusal, offeredEnds, offeredSteps } from './offered';
import { besides } from './person/[id]/besides';
import { claimRow, requestRow } from './tracing.fixture';

const tracer = (accountId: string, role: Tracer['role'] = 'coordinator'): Tracer => ({
  accountId,
  role,
  teamId: null,
});
const tracing = (
  requests: readonly TracingRequest[],
  claims: readonly TracingClaim[],
  mergedInto: Record<string, string> = {},
): Tracing => ({
  requests,
  claims: claims.map((claim) => claimOf(claim, (id) => ({ merged_into: mergedInto[id] ?? null }))),
});
const steps = (of: Tracing, who: Tracer, claim: TracingClaim) =>
  offeredSteps(of, who, claim).map(({ to }) => to);

const request = requestRow({ id: 'r' });
const other = requestRow({ id: 'r2' });
const once = claimRow({ id: 'c', status: 'confirmed_once', confirmed_first_by: 'a' });

describe('[F3] the buttons of a claim', () => {
  it('offer the second confirmation to every account but that of the first', () => {
    const now = tracing([request], [once]);
    expect(steps(now, tracer('a'), once)).toEqual(['proposed', 'rejected']);
    expect(confirmationRefusal(now, tracer('a'), once)).toEqual({ type: 'same_account' });
    expect(steps(now, tracer('b'), once)[0]).toBe('confirmed');
    expect(confirmationRefusal(now, tracer('b'), once)).toBeNull();
  });

  it('[F4] offer no hand-over while a claim on another record of the same person stands', () => {
    const rival = claimRow({ id: 'c2', request_id: 'r2', person_id: 'merged' });
    const now = tracing([request, other], [once, rival], { merged: 'p' });
    expect(confirmationRefusal(now, tracer('b'), once)).toMatchObject({ claimIds: ['c2'] });
    expect(steps(now, tracer('b'), once)).toEqual(['proposed']);
    expect(steps(now, tracer('a'), rival)).toContain('rejected');
    expect(steps(now, tracer('z', 'admin'), rival)).toContain('rejected');
  });
});

describe('[F2] how a request may be ended', () => {
  it('by time only when its time is over, and never again once it was withdrawn', () => {
    const at = Date.parse('2025-01-01T00:00:00Z');
    const past = requestRow({ expires_at: '2024-12-31T00:00:00Z' });
    expect(offeredEnds(tracing([past], []), past, at)).toContain('expired');
    expect(offeredEnds(tracing([request], []), request, at)).not.toContain('expired');
    const withdrawn = requestRow({ status: 'withdrawn' });
    expect(offeredEnds(tracing([withdrawn], []), withdrawn, at)).toEqual([]);
  });
});

describe('the claims on a person', () => {
  it('stand beside each other, what stands before what was decided', () => {
    const [rejected, open] = [claimRow({ status: 'rejected' }), claimRow({ person_id: 'merged' })];
    const standsFor = (id: string) => (id === 'merged' ? 'p' : id);
    expect(besides([rejected, open, claimRow({ person_id: 'q' })], standsFor, 'p')).toEqual([
      open,
      rejected,
    ]);
  });
});
