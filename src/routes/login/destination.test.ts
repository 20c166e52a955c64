import { describe, expect, it } from 'vitest';
import { destination } from './destination.ts';

const origin = 'https://daylight.example';

describe('after the sign-in', () => {
  it('goes to the page that was asked for', () => {
    expect(destination('/field/tasks/1?holder=all#history', origin)).toBe(
      '/field/tasks/1?holder=all#history',
    );
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example/',
    '/\t/elsewhere.example/',
    'javascript:alert(1)',
    'field',
    '',
    null,
  ])('never leaves the app: %j', (asked) => {
    expect(destination(asked, origin)).toBe('/');
  });

  it.each(['/login', '/login?next=/field', '/join#token_hash=x'])(
    'does not go back to the sign-in: %s',
    (asked) => {
      expect(destination(asked, origin)).toBe('/');
    },
  );
});
