import { expect, it } from 'vitest';
import { withoutOverrides } from './typed';

it('a pasted text turns no number round, and keeps every other mark', () => {
  expect(withoutOverrides('جرعة \u202e120\u202c mg')).toBe('جرعة 120\u202c mg');
  expect(withoutOverrides('\u200f12 \u2068T-4F2A\u2069')).toBe('\u200f12 \u2068T-4F2A\u2069');
});
