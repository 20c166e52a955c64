import type { AuthError } from '@supabase/supabase-js';

/** What kept a person from signing in: the screen says it in words, and what to do. */
export type SignInError =
  | { type: 'wrong_credentials' }
  | { type: 'banned' }
  | { type: 'rate_limited' }
  | { type: 'offline' }
  | { type: 'unknown'; code: string };

/** Told by the code, never by the text. */
export const signInError = ({ name, status, code = '' }: AuthError): SignInError => {
  if (code === 'user_banned') return { type: 'banned' };
  if (code === 'invalid_credentials') return { type: 'wrong_credentials' };
  if (status === 429) return { type: 'rate_limited' };
  if (name === 'AuthRetryableFetchError') return { type: 'offline' };
  return { type: 'unknown', code };
};
