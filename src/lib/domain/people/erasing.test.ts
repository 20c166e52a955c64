import { describe, expect, it } from 'vitest';
import { endOfPerson, endOfRequest, nearEnd } from './erasing.ts';

const at = (time: string) => Date.parse(time);

describe('[X4] the end of a record', () => {
  it('is the day after the last one on which a person’s record is kept', () => {
    expect(endOfPerson({ expires_on: '2025-02-28' })).toBe(at('2025-03-01T00:00:00Z'));
    expect(endOfPerson({ expires_on: null })).toBeNull();
  });

  it('is the expiry of a request', () => {
    expect(endOfRequest({ expires_at: '2025-03-01T12:00:00+00:00' })).toBe(
      at('2025-03-01T12:00:00Z'),
    );
    expect(endOfRequest({ expires_at: null })).toBeNull();
  });

  it('is told from thirty days before it on, until it has come', () => {
    const end = at('2025-03-31T00:00:00Z');
    expect(nearEnd(end, at('2025-02-28T23:59:59Z'))).toBeNull();
    expect(nearEnd(end, at('2025-03-01T00:00:00Z'))).toBe('soon');
    expect(nearEnd(end, at('2025-03-30T23:59:59Z'))).toBe('soon');
    expect(nearEnd(end, end)).toBe('due');
    expect(nearEnd(null, end)).toBeNull();
  });
});
