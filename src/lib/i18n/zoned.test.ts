import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromClockTime, toClockTime } from './zoned.ts';

describe('a time in a form', () => {
  it('stands on the clock of the operation, wherever the phone is', () => {
    expect(toClockTime(Date.parse('2024-12-08T11:05:30Z'), 'Asia/Damascus')).toBe(
      '2024-12-08T14:05',
    );
    expect(fromClockTime('2024-12-08T14:05', 'Asia/Damascus')).toBe(
      Date.parse('2024-12-08T11:05:00Z'),
    );
  });

  it('is the same after it was shown and read back, but for the seconds', () => {
    const minute = fc.integer({ min: 28_000_000, max: 34_000_000 });
    fc.assert(
      fc.property(minute, (minutes) => {
        const ms = minutes * 60_000;
        expect(fromClockTime(toClockTime(ms, 'Asia/Damascus'), 'Asia/Damascus')).toBe(ms);
      }),
    );
  });

  it('follows a zone whose clock changes with the seasons', () => {
    expect(fromClockTime('2024-07-01T12:00', 'Europe/Berlin')).toBe(
      Date.parse('2024-07-01T10:00:00Z'),
    );
    expect(fromClockTime('2024-12-01T12:00', 'Europe/Berlin')).toBe(
      Date.parse('2024-12-01T11:00:00Z'),
    );
  });

  it.each(['', 'soon', '2024-12-08', '2024-13-45T99:99'])('is none: %j', (text) => {
    expect(fromClockTime(text)).toBeNull();
  });
});
