import { describe, expect, it } from 'vitest';
import { fold, westernDigits } from './fold.ts';

describe('fold', () => {
  it('finds a name whichever alef, ya or ta marbuta the writer used', () => {
    expect(fold('الأبنية')).toBe(fold('الابنيه'));
    expect(fold('مستشفى')).toBe(fold('مستشفي'));
    expect(fold('مسؤول')).toBe(fold('مسوول'));
  });

  it('leaves out vowel marks and tatweel', () => {
    expect(fold('سِجْـــن')).toBe('سجن');
  });

  it('ignores case, Latin accents and the white space around', () => {
    expect(fold('  Sednāyā ')).toBe('sednaya');
  });

  it('reads Arabic-Indic and Persian digits as digits', () => {
    expect(westernDigits('٠١٢٣٤٥٦٧٨٩ ۴۲')).toBe('0123456789 42');
  });
});
