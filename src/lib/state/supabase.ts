import { env } from '$env/dynamic/public';
import { createBrowserClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { SupabaseParts } from '$lib/sync/supabase-transport';
import { sessionCookie } from './session-cookie.ts';

/** What the app uses of Supabase in the browser. */
export type Supabase = SupabaseParts & Pick<SupabaseClient, 'from'>;

/**
 * The browser's client; its session lives in cookies, where the server reads it too.
 * Always the same one: two that refresh the same session would take it from each other.
 */
export const browserSupabase = (): Supabase =>
  createBrowserClient(
    env.PUBLIC_SUPABASE_URL || location.origin,
    env.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '',
    { cookieOptions: sessionCookie },
  );
