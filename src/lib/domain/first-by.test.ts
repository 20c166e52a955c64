import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstBy } from './first-by.ts';

const ascending = (a: number, b: number) => a - b;

test('gives what sorting all and taking the first would give', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: 20 }), (numbers, amount) => {
      expect(firstBy(numbers, amount, ascending)).toEqual(
        numbers.toSorted(ascending).slice(0, amount),
      );
    }),
  );
});

test('looks at each of thousands little more than once', () => {
  let looks = 0;
  // 7919 has no divisor in common with the amount: every number once, in no order.
  const numbers = Array.from({ length: 20_000 }, (_, n) => (n * 7919) % 20_000);
  firstBy(numbers, 50, (a, b) => {
    looks += 1;
    return a - b;
  });
  expect(looks).toBeLessThan(2 * numbers.length);
});
