import { describe, expect, it } from 'vitest';
import { dayAfter, dayAt, readDay } from './day';

describe('the day of a return', () => {
  it('is that of the operation’s time zone, not of the reader’s', () => {
    const night = Date.parse('2024-12-08T22:30:00Z');
    expect(dayAt(night, 'Asia/Damascus')).toBe('2024-12-09');
    expect(dayAt(night, 'UTC')).toBe('2024-12-08');
  });

  it('has one before and one after, over months and years', () => {
    expect(dayAfter('2025-01-01', -1)).toBe('2024-12-31');
    expect(dayAfter('2024-02-28', 1)).toBe('2024-02-29');
  });

  it.each([null, '', 'yesterday', '2024-02-30', '2024-13-01', '2024-12-10', '2024-12-9'])(
    'is today where %o is asked for',
    (asked) => {
      expect(readDay(asked, '2024-12-09')).toBe('2024-12-09');
    },
  );

  it('is the one that is asked for', () => {
    expect(readDay('2024-12-08', '2024-12-09')).toBe('2024-12-08');
  });
});
