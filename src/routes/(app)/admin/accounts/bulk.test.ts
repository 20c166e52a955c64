import { describe, expect, it } from 'vitest';
import { err, ok } from '$lib/domain/result';
import { Bulk } from './bulk.svelte.ts';

const list = ['a', 'b', 'c', 'd', 'e'];
const upper = (some: string[]) => Promise.resolve(ok(some.map((one) => one.toUpperCase())));

describe('work on many accounts', () => {
  it('goes a few at a time and keeps the order', async () => {
    const asked: string[][] = [];
    const bulk = new Bulk<string, string>(2);
    await bulk.run(list, (some) => {
      asked.push(some);
      return upper(some);
    });
    expect(asked).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(bulk.results).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(bulk).toMatchObject({ total: 5, isRunning: false, error: null });
  });

  it('stops without an answer, keeps what is done, and goes on with the rest alone', async () => {
    const bulk = new Bulk<string, string>(2);
    await bulk.run(list, (some) =>
      some.includes('c') ? Promise.resolve(err({ type: 'offline' })) : upper(some),
    );
    expect(bulk).toMatchObject({ results: ['A', 'B'], error: { type: 'offline' }, total: 5 });

    const asked: string[][] = [];
    await bulk.resume(list, (some) => {
      asked.push(some);
      return upper(some);
    });
    expect(asked).toEqual([['c', 'd'], ['e']]);
    expect(bulk).toMatchObject({ results: ['A', 'B', 'C', 'D', 'E'], error: null });
  });
});
