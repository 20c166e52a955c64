import { describe, expect, it } from 'vitest';
import { bornBetween, groupOfAges } from './born.ts';
import { knownAgeGroups } from '../age-groups.ts';

describe('bornBetween', () => {
  const unknown = { birthYear: null, ageYears: null, ageGroup: null, asOfYear: 2024 };
  it('takes the most exact of what is known', () => {
    expect(bornBetween(unknown)).toBeNull();
    expect(bornBetween({ ...unknown, ageGroup: 'child' })).toEqual({ from: 2012, to: 2021 });
    expect(bornBetween({ ...unknown, ageGroup: 'adult', ageYears: { from: 20, to: 25 } })).toEqual({
      from: 1998,
      to: 2004,
    });
    expect(bornBetween({ ...unknown, birthYear: 1999, ageYears: { from: 20, to: 25 } })).toEqual({
      from: 1999,
      to: 1999,
    });
  });

  it('leaves no age between the groups', () => {
    const spans = knownAgeGroups.map((ageGroup) => bornBetween({ ...unknown, ageGroup }));
    for (const [at, span] of spans.slice(1).entries())
      expect((span?.to ?? 0) + 1).toBeGreaterThanOrEqual(spans[at]?.from ?? Infinity);
  });
});

it('a span of ages is of one group, or of none that can be named', () => {
  expect(groupOfAges({ from: 18, to: 25 })).toBe('adult');
  expect(groupOfAges({ from: 64, to: 64 })).toBe('adult');
  expect(groupOfAges({ from: 60, to: 70 })).toBeNull();
  expect(groupOfAges({ from: 0, to: 2 })).toBe('infant');
  expect(groupOfAges({ from: 100, to: 111 })).toBeNull();
});
