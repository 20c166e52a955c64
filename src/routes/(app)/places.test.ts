import { describe, expect, it } from 'vitest';
import { maySeePeople } from '$lib/domain/permissions';
import { roles } from '$lib/domain/vocabulary';
import { places, placesFor } from './places';

describe.each(roles)('the places of %s', (role) => {
  const { bar, more } = placesFor({ role });
  const all = [...bar, ...more];

  it('fit a phone’s bar, with the button for the rest', () => {
    expect(bar.length + (more.length > 0 ? 1 : 0)).toBeLessThanOrEqual(5);
  });

  it('stand there once each, and are those that the role may see', () => {
    expect(new Set(all).size).toBe(all.length);
    const seen = places.filter(
      (place) =>
        (place !== 'admin' || role === 'admin') &&
        (place !== 'people' || maySeePeople({ role, teamId: null })),
    );
    expect(all.toSorted()).toEqual([...seen].toSorted());
  });
});
