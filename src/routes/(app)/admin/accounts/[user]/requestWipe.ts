import { err, ok, type Result } from '$lib/domain/result';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { RequestError } from '../api';

export type WipeError = Pick<RequestError, 'type'>;

/** Asks for the phones of a member to be wiped [Q4]; the database decides who may. */
export const requestWipe = async (
  client: () => Promise<SupabaseClient>,
  operation: string,
  userId: string,
): Promise<Result<null, WipeError>> => {
  try {
    const supabase = await client();
    const { error, status } = await supabase.rpc('request_wipe', {
      operation,
      member_user: userId,
    });
    if (!error) return ok(null);
    if (status === 401) return err({ type: 'signed_out' });
    if (error.code === '42501') return err({ type: 'not_allowed' });
    // supabase-js answers a network that is not there with a status of 0.
    return err({ type: status === 0 ? 'offline' : 'server' });
  } catch {
    // supabase-js itself could not be loaded.
    return err({ type: 'offline' });
  }
};
