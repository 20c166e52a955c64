import { createChunks, stringToBase64URL } from '@supabase/ssr';
import { describe, expect, test } from 'vitest';
import { sessionCookie } from './session-cookie';
import { forgetting, readStoredSession } from './stored-session';

const { name } = sessionCookie;
const session = (padding = '') => ({
  access_token: 'token',
  refresh_token: 'other',
  expires_at: 1_733_630_400,
  user: { id: 'me', email: 'c@example.org', user_metadata: { padding } },
});
const cookies = (value: unknown) =>
  createChunks(name, `base64-${stringToBase64URL(JSON.stringify(value))}`)
    .map((chunk) => `${chunk.name}=${chunk.value}`)
    .join('; ');

describe('the session in the cookies', () => {
  test('is read as supabase-js writes it, between other cookies', () => {
    expect(readStoredSession(`a=b; ${cookies(session())}; c=d=e`)).toEqual({
      accessToken: 'token',
      expiresAtMs: 1_733_630_400_000,
      user: { id: 'me', email: 'c@example.org' },
    });
  });

  test('is read from several cookies when it is long', () => {
    const long = cookies(session('ضوء النهار'.repeat(500)));
    expect(long).toContain(`${name}.2=`);
    expect(readStoredSession(long)).toMatchObject({ user: { id: 'me' } });
  });

  test('is null where nobody is signed in, or nothing readable is there', () => {
    for (const text of ['', 'a=b', `${name}=`, `${name}=base64-%%%`, `${name}=base64-e30`])
      expect(readStoredSession(text)).toBeNull();
  });

  test('is forgotten with all its parts, and nothing else', () => {
    const long = `a=b; ${cookies(session('x'.repeat(6_000)))}`;
    const names = forgetting(long).map((cookie) => cookie.slice(0, cookie.indexOf('=')));
    expect(names).toEqual([`${name}.0`, `${name}.1`, `${name}.2`]);
  });
});
