import { describe, expect, test } from 'vitest';
import { handoffLimits, medicOf, setOutBy } from './handoff.ts';
import type { HandoffStatus } from './vocabulary.ts';

const step = (version: number, actor: string | null, more = {}) => ({
  id: `step ${version}`,
  version,
  outcome: 'applied' as const,
  to_status: 'in_transport' as HandoffStatus | null,
  actor_id: actor,
  ...more,
});

describe('[M2] who set out with the person', () => {
  test('is the author of the last journey that stands', () => {
    const steps = [
      step(5, 'second'),
      step(2, 'first'),
      step(8, 'late', { outcome: 'conflict' }),
      step(9, 'host', { to_status: 'arrived' }),
      step(10, 'registrar', { to_status: null }),
    ];
    expect(setOutBy(steps)).toBe('second');
  });

  test('is nobody before there was a journey', () => {
    expect(setOutBy([])).toBeNull();
    expect(setOutBy([step(1, null)])).toBeNull();
  });
});

describe('[M2] who speaks for the facility', () => {
  const there = { handoff: 'arrived', facility_id: 'hospital' } as const;
  const medic = { role: 'medic', userId: 'm' };

  test('is a medic who did not set out with the person', () => {
    expect(medicOf(medic, there, 'other')).toBe('hospital');
    expect(medicOf(medic, there, null)).toBe('hospital');
    expect(medicOf(medic, there, 'm')).toBeNull();
    for (const role of ['coordinator', 'admin', 'observer'])
      expect(medicOf({ role, userId: 'x' }, there, 'm')).toBeNull();
  });

  test('is any medic once somebody else has received the person', () => {
    expect(medicOf(medic, { ...there, handoff: 'received' }, 'm')).toBe('hospital');
  });
});

test('the limits of an operation are those that its settings name', () => {
  expect(handoffLimits({ arrived_minutes: 5, in_transport_minutes: 90 })).toEqual({
    arrived: 5,
    in_transport: 90,
  });
  expect(handoffLimits({})).toEqual({});
});
