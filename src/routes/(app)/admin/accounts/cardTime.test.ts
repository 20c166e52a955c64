import { expect, it } from 'vitest';
import { cardTime } from './cardTime.ts';

it('a card tells its end in the language of the line, in the time of the operation', () => {
  const at = '2024-12-09T12:00:00.000Z';
  expect(cardTime(at, 'en')).toBe('9 December 2024 at 15:00');
  expect(cardTime(at, 'ar')).toContain('كانون الأول');
  expect(cardTime(at, 'en', 'UTC')).toBe('9 December 2024 at 12:00');
});
