import { describe, expect, it } from 'vitest';
import { fadingOf } from './fading.ts';
import { isNamedAt, withRoom, type PlaceLabel } from './place-labels.ts';
import { metresPerPx, scaleBar } from './scale.ts';

describe('fading', () => {
  const now = Date.parse('2024-12-09T00:00:00Z');
  const ago = (hours: number) => fadingOf(new Date(now - hours * 3_600_000).toISOString(), now);

  it('grows with the hours since the word was given', () => {
    expect([0.5, 1, 2.9, 3, 11.9, 12, 400].map(ago)).toEqual([
      'fresh',
      'ageing',
      'ageing',
      'old',
      'old',
      'stale',
      'stale',
    ]);
  });

  it('is complete for a team that was never heard of', () => {
    expect(fadingOf(null, now)).toBe('stale');
  });

  it('has not begun for a phone whose clock runs ahead', () => {
    expect(ago(-1)).toBe('fresh');
  });
});

describe('the scale bar', () => {
  it('is the longest round length that fits', () => {
    expect(scaleBar(1, 99)).toEqual({ metres: 50, px: 50 });
    expect(scaleBar(10, 100)).toEqual({ metres: 1000, px: 100 });
    expect(scaleBar(30, 100).metres).toBe(2000);
  });

  it('follows the ground: half the metres one zoom nearer, fewer to the north', () => {
    expect(metresPerPx(34, 8)).toBeCloseTo(metresPerPx(34, 7) / 2);
    expect(metresPerPx(37, 8)).toBeLessThan(metresPerPx(33, 8));
    expect(metresPerPx(0, 0)).toBeCloseTo(156_543, 0);
  });
});

describe('the names of places', () => {
  const label = (text: string, x: number, y: number): PlaceLabel => ({ kind: 'city', text, x, y });

  it('give way to what was placed before them', () => {
    const labels = [
      label('Damascus', 100, 100),
      label('Darayya', 120, 105),
      label('Homs', 100, 160),
    ];
    expect(withRoom(labels).map(({ text }) => text)).toEqual(['Damascus', 'Homs']);
  });

  it('give way to the marks of sites', () => {
    const labels = [label('Damascus', 100, 100), label('Homs', 100, 200)];
    expect(withRoom(labels, [{ x: 110, y: 120 }]).map(({ text }) => text)).toEqual(['Homs']);
  });

  it('come with the zoom: governorates from afar, towns from near', () => {
    expect(isNamedAt('governorate', 7)).toBe(true);
    expect(isNamedAt('town', 7)).toBe(false);
    expect(isNamedAt('town', 12)).toBe(true);
    expect(isNamedAt('governorate', 12)).toBe(false);
  });
});
