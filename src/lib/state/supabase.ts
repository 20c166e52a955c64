import { createBrowserClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { sessionCookie } from './session-cookie';
import { supabaseProject } from './supabase-project';

export type Supabase = SupabaseClient;

/**
 * The whole of supabase-js, for signing in and out and for the pages of admins. It is heavy: import
 * this file with `await import(…)`. The session lives in cookies, where the server reads it too.
 */
export const browserSupabase = (): SupabaseClient => {
  const { url, publishableKey } = supabaseProject();
  return createBrowserClient<Tables, 'public'>(url, publishableKey, {
    cookieOptions: sessionCookie,
    isSingleton: false,
    // Tokens are refreshed where they are asked for (`Access`), not by a timer of each client.
    auth: { autoRefreshToken: false, detectSessionInUrl: false },
  });
};

/** Rows are parsed where they are read; the client itself promises nothing about them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Tables = any;
