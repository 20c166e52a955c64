import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { keepChoices, keepFault, keptUntil, latestDay, monthsAfter } from './keeping.ts';

const today = '2026-11-30';

describe('a record is kept', () => {
  it.each([
    ['undecided', null],
    // February 2027 has no 30th.
    ['three_months', '2027-02-28'],
    ['one_year', '2027-11-30'],
    ['five_years', '2031-11-30'],
    ['day', '2027-03-03'],
  ] as const)('%s: until %s', (choice, day) => {
    expect(keptUntil(choice, '2027-03-03', today)).toBe(day);
  });

  it.each([
    ['2026-11-30', null],
    ['2026-11-29', 'past'],
    ['2036-11-30', null],
    ['2036-12-01', 'too_far'],
    ['2027-02-30', 'no_day'],
    ['', 'no_day'],
    ['3 March', 'no_day'],
  ])('until %j: %s', (day, fault) => {
    expect(keepFault(day, today)).toBe(fault);
  });

  it('until the last day of a leap year’s February, and of the next', () => {
    expect(monthsAfter('2024-02-29', 12)).toBe('2025-02-28');
    expect(monthsAfter('2023-11-30', 3)).toBe('2024-02-29');
  });

  test('on whatever day it is chosen, each choice is a day that can be kept', () => {
    const days = fc
      .date({ min: new Date('2024-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, fc.constantFrom(...keepChoices), (from, choice) => {
        const day = keptUntil(choice, latestDay(from), from);
        if (day !== null) expect(keepFault(day, from)).toBeNull();
      }),
    );
  });
});
