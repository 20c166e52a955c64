import { describe, expect, it } from 'vitest';
import { Clock } from './clock.svelte';

describe('the clock of the screens', () => {
  it('[K9] goes by the server’s at once, and by the phone’s again when that one is right', () => {
    let phoneMs = 1_000;
    const clock = new Clock(() => phoneMs);
    clock.setAhead(500_000);
    expect([clock.now, clock.read()]).toEqual([501_000, 501_000]);
    phoneMs = 2_000;
    expect([clock.now, clock.read()]).toEqual([501_000, 502_000]);
    clock.setAhead(0);
    expect([clock.now, clock.read()]).toEqual([2_000, 2_000]);
  });
});
