import { describe, expect, test } from 'vitest';
import { longestPin, pinDigits, pinFault } from './pin.ts';

describe('[S9] what is typed', () => {
  test('on an Arabic, a Persian, a full-width or a Latin keyboard is the same PIN', () => {
    for (const typed of ['407193', '٤٠٧١٩٣', '۴۰۷۱۹۳', '４０７１９３'])
      expect(pinDigits(typed)).toBe('407193');
  });

  test('that is no digit is left out', () => {
    expect(pinDigits(' 40-71 a9٣\u200f')).toBe('407193');
  });
});

describe('a PIN is refused', () => {
  test.each([
    ['', 'too_short'],
    ['40719', 'too_short'],
    ['4'.repeat(longestPin + 1), 'too_long'],
    ['111111', 'repeated'],
    ['121212', 'repeated'],
    ['123123', 'repeated'],
    ['12341234', 'repeated'],
    ['0000000', 'repeated'],
    ['4747474', 'repeated'],
    ['123456', 'sequence'],
    ['987654', 'sequence'],
    ['890123', 'sequence'],
    ['0123456789', 'sequence'],
    ['199012', 'year'],
    ['121990', 'year'],
    ['202412', 'year'],
    ['08122024', 'year'],
  ] as const)('%s: %s', (digits, fault) => {
    expect(pinFault(digits)).toBe(fault);
  });

  test.each(['407193', '112233', '135790', '40719386', '901990407193', '185520'])(
    'but not %s',
    (digits) => {
      expect(pinFault(digits)).toBeNull();
    },
  );
});
