import { describe, expect, it } from 'vitest';
import { inLargeUnits, listCases, openingOf, waitingOf } from './listing';

const nowMs = Date.parse('2024-12-08T12:00:00Z');
const ago = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();
const care = (id: string, said: object = {}) => ({
  id,
  category: 'delayed' as const,
  handoff: 'triaged' as const,
  handoff_happened_at: ago(10),
  facility_id: null,
  created_at: ago(10),
  deleted_at: null,
  ...said,
});
const ids = (cases: { id: string }[]) => cases.map(({ id }) => id);

describe('the list of cases', () => {
  it('has those first that wait too long, the longest beyond its limit at the top', () => {
    const { overdue, open } = listCases(
      [
        care('red', { category: 'immediate' }),
        care('late', { handoff: 'transport_requested', handoff_happened_at: ago(31) }),
        care('later', { handoff: 'arrived', handoff_happened_at: ago(90), category: 'minor' }),
        care('in time', { handoff: 'transport_requested', handoff_happened_at: ago(29) }),
      ],
      nowMs,
      {},
    );
    expect(ids(overdue)).toEqual(['later', 'late']);
    expect(ids(open)).toEqual(['red', 'in time']);
  });

  it('goes by category, with nobody untriaged behind somebody who can wait', () => {
    const cases = [
      care('minor', { category: 'minor' }),
      care('none', { category: null }),
      care('delayed'),
      care('immediate', { category: 'immediate' }),
    ];
    expect(ids(listCases(cases, nowMs, {}).open)).toEqual([
      'immediate',
      'none',
      'delayed',
      'minor',
    ]);
  });

  it('has the newest first within a category', () => {
    const cases = [care('old', { created_at: ago(60) }), care('new', { created_at: ago(1) })];
    expect(ids(listCases(cases, nowMs, {}).open)).toEqual(['new', 'old']);
  });

  it('has what came to an end apart, whatever its category', () => {
    const listing = listCases(
      [care('gone', { handoff: 'left', category: 'immediate' }), care('here')],
      nowMs,
      {},
    );
    expect([ids(listing.open), ids(listing.ended)]).toEqual([['here'], ['gone']]);
  });
});

describe('a case that waits', () => {
  it('says on whom, how long, and against which limit of the operation', () => {
    const asked = care('x', { handoff: 'transport_requested', handoff_happened_at: ago(50) });
    expect(waitingOf(asked, nowMs, {})).toEqual({
      on: 'transport',
      minutes: 50,
      limitMinutes: 30,
      isOverdue: true,
    });
    expect(waitingOf(asked, nowMs, { transport_requested: 60 })).toMatchObject({
      limitMinutes: 60,
      isOverdue: false,
    });
  });

  it('has waited since it happened, not since a phone without signal was heard', () => {
    const late = care('x', {
      handoff: 'transport_requested',
      handoff_happened_at: ago(180),
      handoff_at: ago(0),
    });
    expect(waitingOf(late, nowMs, {})).toMatchObject({ minutes: 180, isOverdue: true });
    expect(ids(listCases([late], nowMs, {}).overdue)).toEqual(['x']);
  });

  it('never waits since the future', () => {
    const asked = care('x', { handoff: 'arrived', handoff_happened_at: ago(-3) });
    expect(waitingOf(asked, nowMs, {})?.minutes).toBe(0);
  });

  it('does not wait once it is received, or before anybody was asked', () => {
    expect(waitingOf(care('x', { handoff: 'received' }), nowMs, {})).toBeNull();
    expect(waitingOf(care('x'), nowMs, {})).toBeNull();
  });
});

describe('when a case was opened', () => {
  const opening = (outcome: string) => ({ kind: 'open' as const, outcome, happened_at: ago(200) });

  it('is what the phone says that opened it, not when the server heard of it', () => {
    const step = { kind: 'step' as const, outcome: 'applied', happened_at: ago(5) };
    expect(openingOf(care('x'), [step, opening('applied')])).toBe(ago(200));
  });

  it('is when the server heard of it, where nothing else is known', () => {
    expect(openingOf(care('x'), [])).toBe(ago(10));
    expect(openingOf(care('x'), [opening('conflict')])).toBe(ago(10));
  });
});

describe('a time that somebody has waited', () => {
  it('is said in minutes while they say something, then in whole hours, then in days', () => {
    expect([0, 119, 120, 310, 2879, 2880].map((minutes) => inLargeUnits(minutes))).toEqual([
      { count: 0, unit: 'minutes' },
      { count: 119, unit: 'minutes' },
      { count: 2, unit: 'hours' },
      { count: 5, unit: 'hours' },
      { count: 47, unit: 'hours' },
      { count: 2, unit: 'days' },
    ]);
  });
});
