import { describe, expect, it } from 'vitest';
import { noCounts } from '$lib/domain/release-counts';
import { doubtAbout } from './doubts';

const at = (hour: number, men: number) => ({
  counts: { ...noCounts, men },
  counted_at: `2024-12-08T0${hour}:00:00.000Z`,
});
const men = (count: number) => ({ ...noCounts, men: count });

describe('an entry is looked at twice', () => {
  it('when two phones have corrected it in the same way: the difference counts twice', () => {
    expect(doubtAbout(men(26), [at(2, -2), at(1, -2)])).toBe('same_twice');
  });

  it('no more when somebody has corrected it since', () => {
    expect(doubtAbout(men(28), [at(1, -2), at(3, 2), at(2, -2)])).toBeNull();
  });

  it('when its corrections leave fewer than nobody', () => {
    expect(doubtAbout(men(-1), [at(1, -3), at(2, -4)])).toBe('below_zero');
  });

  it('not when it was corrected once, or never', () => {
    expect(doubtAbout(men(28), [at(1, -2)])).toBeNull();
    expect(doubtAbout(men(30), [])).toBeNull();
  });
});
