import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '$lib/domain/result';
import type { Position, PositionError } from '../../field/check-in/position';
import { PlaceTaking } from './placeTaking.svelte';

const here: Position = { lat: 33.6651, lon: 36.3287, accuracyM: 12 };

/** A phone whose position comes when the test says so. */
const phone = (remembered: Record<string, string> = {}) => {
  const kept = new Map(Object.entries(remembered));
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as unknown as Storage;
  const asked: ((taken: Result<Position, PositionError>) => void)[] = [];
  let nowMs = 0;
  let giveUp: () => void = () => undefined;
  const place = () =>
    new PlaceTaking({
      storage,
      take: () => new Promise((resolve) => void asked.push(resolve)),
      nowMs: () => nowMs,
      wait: () => new Promise((resolve) => (giveUp = resolve)),
    });
  return {
    place,
    asked,
    later: (ms: number) => (nowMs += ms),
    giveUp: () => giveUp(),
  };
};

describe('the place of what is collected', () => {
  it('is not asked for before somebody chooses it, and the choice is remembered', async () => {
    const { place, asked } = phone();
    const first = place();
    expect(await first.forCapture()).toBeNull();
    expect(asked).toHaveLength(0);
    first.choose(true);
    expect(asked).toHaveLength(1);
    expect(place().isWanted).toBe(true);
    first.choose(false);
    expect(place().isWanted).toBe(false);
    expect(await first.forCapture()).toBeNull();
  });

  it('goes with the item, and is asked for anew when it is a minute old', async () => {
    const { place, asked, later } = phone({ 'daylight.evidence-place': 'yes' });
    const taking = place();
    asked[0]?.(ok(here));
    expect(await taking.forCapture()).toEqual(here);
    expect(await taking.forCapture()).toEqual(here);
    expect(asked).toHaveLength(1);
    later(60_001);
    const next = taking.forCapture();
    expect(asked).toHaveLength(2);
    asked[1]?.(ok({ ...here, lat: 33.7 }));
    expect(await next).toMatchObject({ lat: 33.7 });
  });

  it('never keeps a photo waiting: without a position in time it goes without one', async () => {
    const { place, asked, giveUp } = phone({ 'daylight.evidence-place': 'yes' });
    const taking = place();
    const capture = taking.forCapture();
    giveUp();
    expect(await capture).toBeNull();
    asked[0]?.(ok(here));
    expect(await taking.forCapture()).toEqual(here);
  });

  it('says that the phone does not give it, and asks again the next time', async () => {
    const { place, asked } = phone({ 'daylight.evidence-place': 'yes' });
    const taking = place();
    asked[0]?.(err({ type: 'denied' }));
    const capture = taking.forCapture();
    asked[1]?.(err({ type: 'denied' }));
    expect(await capture).toBeNull();
    expect(taking.state).toEqual({ type: 'denied' });
  });

  it('that comes after it was turned off is let go', async () => {
    const { place, asked } = phone();
    const taking = place();
    taking.choose(true);
    taking.choose(false);
    asked[0]?.(ok(here));
    await Promise.resolve();
    expect(taking.state).toEqual({ type: 'off' });
  });
});
