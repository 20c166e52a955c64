import { describe, expect, it } from 'vitest';
import { numberWrongWords, readNumber } from './number-form';

const weight = { min: 0.3, max: 400 };
const read = (text: string, limits: Parameters<typeof readNumber>[1] = weight) => {
  const answer = readNumber(text, limits);
  return answer.ok ? answer.value : 'wrong';
};

describe('a number in a form', () => {
  it('may be left out', () => {
    expect(read('  ')).toBeNull();
  });

  it('is read in the digits and with the decimal sign of any keyboard', () => {
    expect([read('41.5'), read('41,5'), read('٤١٫٥'), read('۴۱')]).toEqual([41.5, 41.5, 41.5, 41]);
  });

  it('may be pasted with marks of direction, which nobody sees', () => {
    expect(read('\u200f41.5\u200e')).toBe(41.5);
  });

  it('is wrong outside of its limits, and where it is none', () => {
    expect([read('0.2'), read('401'), read('-5'), read('forty'), read('1.2.3')]).toEqual(
      Array<string>(5).fill('wrong'),
    );
  });

  it('is wrong with a fraction where only whole ones count', () => {
    expect(read('3.5', { min: 0, max: 10, whole: true })).toBe('wrong');
  });

  it('is called no whole one where it has to be, although it lies within the limits', () => {
    expect(numberWrongWords({ min: 0, max: 150, whole: true })).toContain('whole number');
    expect(numberWrongWords({ min: 0.3, max: 400 })).not.toContain('whole');
  });
});
