import { describe, expect, it } from 'vitest';
import { degreeText, readMetres, readPosition } from './picked.ts';

describe('a typed position', () => {
  it('is read on either keyboard, with either decimal sign', () => {
    const saidnaya = { lat: 33.665, lon: 36.329 };
    expect(readPosition(' 33.665', '36.329 ')).toEqual(saidnaya);
    expect(readPosition('33,665', '36,329')).toEqual(saidnaya);
    expect(readPosition('٣٣٫٦٦٥', '٣٦٫٣٢٩')).toEqual(saidnaya);
  });

  it('is none while one of the two is missing, no number or off the globe', () => {
    expect(readPosition('33.665', '')).toBeNull();
    expect(readPosition('', '36.329')).toBeNull();
    expect(readPosition('north', '36.329')).toBeNull();
    expect(readPosition('90.1', '36.329')).toBeNull();
    expect(readPosition('33.665', '-180.5')).toBeNull();
  });

  it('may lie on the equator and the prime meridian', () => {
    expect(readPosition('0', '0')).toEqual({ lat: 0, lon: 0 });
  });

  it('is written to the metre', () => {
    expect(degreeText(33.665_123_456)).toBe('33.66512');
    expect(degreeText(36.5)).toBe('36.5');
  });
});

describe('a typed radius', () => {
  it('is a number of metres above 0', () => {
    expect(readMetres('١٥٠')).toBe(150);
    expect(['', '0', '-5', 'near'].map(readMetres)).toEqual([null, null, null, null]);
  });
});
