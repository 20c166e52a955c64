import { describe, expect, it } from 'vitest';
import { expectedBackAt } from './expectedBack.ts';

const now = new Date(2024, 11, 8, 22, 30).getTime();
const at = (...parts: [number, number, number]) => new Date(2024, 11, ...parts).toISOString();

describe('expected back at', () => {
  it('is so many minutes from now', () => {
    expect(expectedBackAt({ type: 'minutes', minutes: 120 }, now)).toEqual({
      ok: true,
      value: at(9, 0, 30),
    });
  });

  it('is the next time that the clock shows the given hour, also past midnight', () => {
    expect(expectedBackAt({ type: 'time', time: '23:15' }, now)).toMatchObject({
      value: at(8, 23, 15),
    });
    expect(expectedBackAt({ type: 'time', time: '01:00' }, now)).toMatchObject({
      value: at(9, 1, 0),
    });
  });

  it('is nothing when the team is out: nobody waits for it', () => {
    expect(expectedBackAt({ type: 'out' }, now)).toEqual({ ok: true, value: null });
  });

  it('says when no time was given', () => {
    expect(expectedBackAt({ type: 'time', time: '' }, now)).toEqual({
      ok: false,
      error: { type: 'not_a_time' },
    });
  });
});
