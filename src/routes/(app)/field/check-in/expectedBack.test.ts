import { describe, expect, it } from 'vitest';
import { expectedBackAt } from './expectedBack.ts';

const zone = 'Asia/Damascus';
/** 22:30 in Damascus. */
const now = Date.parse('2024-12-08T19:30:00Z');

describe('expected back at', () => {
  it('is so many minutes from now', () => {
    expect(expectedBackAt({ type: 'minutes', minutes: 120 }, now, zone)).toEqual({
      ok: true,
      value: '2024-12-08T21:30:00.000Z',
    });
  });

  it('is the next time that the clock shows the given hour, also past midnight', () => {
    expect(expectedBackAt({ type: 'time', time: '23:15' }, now, zone)).toMatchObject({
      value: '2024-12-08T20:15:00.000Z',
    });
    expect(expectedBackAt({ type: 'time', time: '01:00' }, now, zone)).toMatchObject({
      value: '2024-12-08T22:00:00.000Z',
    });
  });

  it('is nothing when the team is out: nobody waits for it', () => {
    expect(expectedBackAt({ type: 'out' }, now, zone)).toEqual({ ok: true, value: null });
  });

  it('says when no time was given', () => {
    expect(expectedBackAt({ type: 'time', time: '' }, now, zone)).toEqual({
      ok: false,
      error: { type: 'not_a_time' },
    });
  });
});
