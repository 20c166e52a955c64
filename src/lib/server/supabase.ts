/** Supabase from the server: as the caller, or with the secret key. */
import { env } from '$env/dynamic/private';
import { env as publicEnv } from '$env/dynamic/public';
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { Member } from '$lib/domain/rows';
import { sessionCookie } from '$lib/state/session-cookie';
import { parseRow } from '$lib/sync/protocol';
import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { createClient } from '@supabase/supabase-js';
import type { RequestEvent } from '@sveltejs/kit';

/** Rows are parsed where they are read; the client itself promises nothing about them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Tables = any;

/** From here Supabase may have another address than from a phone. */
const address = (event: RequestEvent): string =>
  env.SUPABASE_URL || publicEnv.PUBLIC_SUPABASE_URL || event.url.origin;

/** Supabase as the caller: every query runs under the caller's own policies. */
export const callerClient = (event: RequestEvent): SupabaseClient =>
  createServerClient<Tables, 'public'>(
    address(event),
    publicEnv.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '',
    {
      cookieOptions: sessionCookie,
      cookies: {
        getAll: () => event.cookies.getAll(),
        setAll: (cookies) => {
          for (const { name, value, options } of cookies)
            event.cookies.set(name, value, { ...options, path: '/' });
        },
      },
    },
  );

/**
 * Supabase with the secret key: past every policy. Only for what the caller's own rights cannot do:
 * accounts, after `requireAdmin`, and letters, which say themselves whose they are.
 */
export const serviceClient = (event: RequestEvent): SupabaseClient =>
  createClient<Tables, 'public'>(address(event), env.SUPABASE_SECRET_KEY ?? '', {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });

export type AdminError =
  /** No session, or one that the server no longer takes. */
  | { type: 'signed_out' }
  /** Signed in, and no active admin of this operation. */
  | { type: 'not_allowed' }
  /** Supabase could not be asked. */
  | { type: 'unavailable' };

export interface AdminCaller {
  userId: string;
  member: Member;
}

/**
 * The caller as an active admin of the operation. The token is checked by the Auth server, not only
 * read, and the membership under the caller's own policies.
 */
export const requireAdmin = async (
  event: RequestEvent,
  operationId: string,
): Promise<Result<AdminCaller, AdminError>> => {
  const { supabase } = event.locals;
  const { data, error } = await supabase.auth.getUser();
  // Without an HTTP answer of the 400s, nobody has said that the session is bad.
  if (error)
    return err({ type: error.status && error.status < 500 ? 'signed_out' : 'unavailable' });
  const membership = await supabase
    .from('members')
    .select()
    .eq('operation_id', operationId)
    .eq('user_id', data.user.id)
    .eq('role', 'admin')
    .eq('active', true)
    .is('deleted_at', null);
  if (membership.error) return err({ type: 'unavailable' });
  const member = parseRow('members', membership.data[0]);
  return member ? ok({ userId: data.user.id, member }) : err({ type: 'not_allowed' });
};
