import { expect, inject, test } from 'vitest';
import type { SeedOptions } from './simulate.ts';
import { simulate } from './simulate.ts';

/**
 * Small ones of what `npm run test:sim` runs at full size. The first fails without [W12], the second
 * when an account that was put out keeps its rows, the third without [W13] and [W14]; all of them
 * when records are sent out of order, live changes are applied over a gap, or rows and cursor are
 * written one after the other.
 */
const small = { phones: 12, mutations: 350, minutes: 5 };
const seeds: SeedOptions[] = [
  ...[4, 2, 5].map((seed) => ({ seed, ...small, knows: 'tasks' as const })),
  // With counts of releases, whose sums are checked [C8].
  { seed: 3, ...small, knows: 'releases' },
];

test.each(seeds)(
  '[K1]-[K5] [W3] [W4] [W8] [W12]-[W14] [R4] [R5] [B4] [B5] [S1] seed $seed: nothing is lost, nothing happens twice, all agree',
  async (options) => {
    const { faults } = await simulate(inject('postgres'), options);
    expect(faults).toEqual([]);
  },
);
