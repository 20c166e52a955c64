import { describe, expect, it } from 'vitest';
import { isLongEnough, parseJoinLink } from './joinLink.ts';

describe('a join link', () => {
  it('carries its token and what it is for in the fragment', () => {
    expect(parseJoinLink('#token_hash=abc123&type=recovery')).toEqual({
      ok: true,
      value: { tokenHash: 'abc123', type: 'recovery' },
    });
  });

  it('is an invitation when it does not say so', () => {
    expect(parseJoinLink('#token_hash=abc123')).toMatchObject({ value: { type: 'invite' } });
  });

  it.each(['', '#', '#type=invite', '#token_hash=', '#token_hash=abc&type=signup'])(
    'is none without a token, or for something else: %j',
    (fragment) => {
      expect(parseJoinLink(fragment)).toEqual({ ok: false, error: { type: 'not_a_link' } });
    },
  );
});

describe('a password', () => {
  it('has ten characters or more, whatever the script, and is not white space alone', () => {
    expect(isLongEnough('123456789')).toBe(false);
    expect(isLongEnough('1234567890')).toBe(true);
    expect(isLongEnough('ضوء النهار')).toBe(true);
    expect(isLongEnough(' '.repeat(12))).toBe(false);
  });
});
