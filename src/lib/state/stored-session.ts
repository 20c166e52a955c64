/**
 * The session as @supabase/ssr keeps it in cookies (`name`, or `name.0`, `name.1`, … where it is
 * long; "base64-" and JSON in base64url), read without it: it would bring supabase-js along.
 */
import * as v from 'valibot';
import { sessionCookie } from './session-cookie';

const schema = v.object({
  access_token: v.string(),
  expires_at: v.number(),
  user: v.object({ id: v.string(), email: v.optional(v.string(), '') }),
});

export interface StoredSession {
  accessToken: string;
  /** ms since 1970 by the server's clock. */
  expiresAtMs: number;
  user: { id: string; email: string };
}

/** @param cookies document.cookie @returns null where nobody is signed in */
export const readStoredSession = (cookies: string): StoredSession | null => {
  const stored = partsOf(cookies)
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value)
    .join('');
  if (!stored.startsWith(prefix)) return null;
  const parsed = v.safeParse(schema, decoded(stored.slice(prefix.length)));
  if (!parsed.success) return null;
  const { access_token: accessToken, expires_at, user } = parsed.output;
  return { accessToken, expiresAtMs: expires_at * 1_000, user };
};

const prefix = 'base64-';
const part = new RegExp(`^(${sessionCookie.name}(?:\\.(\\d+))?)=(.*)$`);

/** `place` is -1 for the cookie that is whole. */
const partsOf = (cookies: string): { place: number; value: string }[] => {
  const parts = cookies.split('; ').flatMap((cookie) => {
    const [, , place = '-1', value = ''] = part.exec(cookie) ?? [];
    return value === '' ? [] : [{ place: Number(place), value }];
  });
  return parts.some(({ place }) => place < 0) ? parts.filter(({ place }) => place < 0) : parts;
};

const decoded = (text: string): unknown => {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
};

/** What is to be written to document.cookie so that nobody is signed in any more. */
export const forgetting = (cookies: string): string[] =>
  cookies
    .split('; ')
    .flatMap((cookie) => part.exec(cookie)?.[1] ?? [])
    .map((name) => `${name}=; Path=${sessionCookie.path}; Max-Age=0; SameSite=Lax`);
