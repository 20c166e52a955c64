import { describe, expect, it } from 'vitest';
import { straightLineM } from './distance.ts';

const damascus = { lat: 33.5138, lon: 36.2765 };
const homs = { lat: 34.7324, lon: 36.7137 };

describe('the straight line between two places', () => {
  it('is nothing to the place itself', () => {
    expect(straightLineM(homs, homs)).toBe(0);
  });

  it('is a 360th of a meridian for a degree of latitude', () => {
    expect(straightLineM({ lat: 33, lon: 36 }, { lat: 34, lon: 36 })).toBeCloseTo(111_195, -1);
  });

  it('is shorter for a degree of longitude, by the cosine of the latitude', () => {
    const atEquator = straightLineM({ lat: 0, lon: 36 }, { lat: 0, lon: 37 });
    const inHoms = straightLineM({ lat: 60, lon: 36 }, { lat: 60, lon: 37 });
    expect(inHoms / atEquator).toBeCloseTo(0.5, 3);
  });

  it('is the same both ways, and 141 km from Damascus to Homs', () => {
    expect(straightLineM(damascus, homs)).toBe(straightLineM(homs, damascus));
    expect(Math.round(straightLineM(damascus, homs) / 1000)).toBe(141);
  });
});
