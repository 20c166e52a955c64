import { describe, expect, it } from 'vitest';
import { noCounts } from '$lib/domain/release-counts';
import { parseCounts, textsOf } from './count-form';

const texts = textsOf(noCounts);

describe('numbers of people in a form', () => {
  it('may be left empty, have white space and either digits', () => {
    expect(parseCounts({ ...texts, women: '12', men: ' ٣٠٠ ', girls: '۷' })).toEqual({
      ok: true,
      value: { ...noCounts, women: 12, men: 300, girls: 7 },
    });
  });

  it('may be pasted from a message, and written as the app writes them', () => {
    const pasted = { ...texts, women: '\u200f12', men: '1,200', girls: '\u2067٣\u2069' };
    expect(parseCounts(pasted)).toEqual({
      ok: true,
      value: { ...noCounts, women: 12, men: 1200, girls: 3 },
    });
    expect(parseCounts({ ...texts, women: '12,00' }).ok).toBe(false);
  });

  it('are named where they are none', () => {
    const wrong = { ...texts, women: '-1', men: '1.5', girls: 'ten', boys: '10001', unknown: '5' };
    expect(parseCounts(wrong)).toEqual({
      ok: false,
      error: { type: 'not_whole', groups: ['women', 'men', 'girls', 'boys'] },
    });
  });

  it('stand there as they were', () => {
    const counts = { ...noCounts, men: 30, boys: 1 };
    expect(parseCounts(textsOf(counts))).toEqual({ ok: true, value: counts });
  });
});
