import { describe, expect, test } from 'vitest';
import { withNumber } from './words.ts';

describe('the words of a mark', () => {
  test('say the number that the mark shows', () => {
    expect(withNumber(2, 'مهمتان مفتوحتان')).toMatch(/^2\P{N}/u);
    expect(withNumber(3, '3 open tasks')).toBe('3 open tasks');
  });

  test('say it although a name has the same digit in it', () => {
    expect(withNumber(1, 'Worksite 137328، مهمة مفتوحة واحدة')).toMatch(/^1\P{N}/u);
  });

  test('say nothing of nothing', () => {
    expect(withNumber(0, 'no open tasks')).toBe('no open tasks');
  });
});
