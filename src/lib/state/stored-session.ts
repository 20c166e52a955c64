/** The session as supabase-js keeps it in cookies, read without supabase-js. */
import { combineChunks, isChunkLike, stringFromBase64URL } from '@supabase/ssr';
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
export const readStoredSession = async (cookies: string): Promise<StoredSession | null> => {
  const values = new Map(
    cookies.split('; ').map((cookie) => {
      const at = cookie.indexOf('=');
      return [cookie.slice(0, at), cookie.slice(at + 1)] as const;
    }),
  );
  const stored = await combineChunks(sessionCookie.name, (name) => values.get(name));
  if (!stored?.startsWith('base64-')) return null;
  const parsed = v.safeParse(schema, decoded(stored.slice('base64-'.length)));
  if (!parsed.success) return null;
  const { access_token: accessToken, expires_at, user } = parsed.output;
  return { accessToken, expiresAtMs: expires_at * 1_000, user };
};

const decoded = (text: string): unknown => {
  try {
    return JSON.parse(stringFromBase64URL(text));
  } catch {
    return null;
  }
};

/** What is to be written to document.cookie so that nobody is signed in any more. */
export const forgetting = (cookies: string): string[] =>
  cookies
    .split('; ')
    .map((cookie) => cookie.slice(0, cookie.indexOf('=')))
    .filter((name) => isChunkLike(name, sessionCookie.name))
    .map((name) => `${name}=; Path=${sessionCookie.path}; Max-Age=0; SameSite=Lax`);
