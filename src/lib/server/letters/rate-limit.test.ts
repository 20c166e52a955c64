import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

test('so many calls at once, then one each time one has run out, for each address by itself', () => {
  let now = 0;
  const limit = new RateLimit({ burst: 3, refillMs: 1_000, now: () => now });
  const take = (address = 'a') => limit.take(address);
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1_000]);
  expect(take('b')).toBe(0);
  now = 400;
  expect(take()).toBe(600);
  now = 1_000;
  expect([take(), take()]).toEqual([0, 1_000]);
  now = 10_000;
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1_000]);
});

test('addresses that called long ago are forgotten, those of now are not', () => {
  let now = 0;
  const limit = new RateLimit({ burst: 1, refillMs: 1_000, now: () => now });
  for (let address = 0; address < 10_000; address += 1) limit.take(String(address));
  now = 5_000;
  expect(limit.take('last')).toBe(0);
  expect(limit.take('last')).toBe(1_000);
});
