import type { SupabaseClient } from '@supabase/supabase-js';

/** What the account functions work with. */
export interface AccountServices {
  /** Supabase as the admin who asks: the database decides, and the log names them. */
  caller: SupabaseClient;
  /** Supabase with the secret key, for the Auth API alone. */
  service: SupabaseClient;
  operationId: string;
  /** Where sign-in names live that are no e-mail addresses. */
  accountDomain: string;
  /** How long a one-time link works, as the Auth server is set. */
  linkLifetimeMs: number;
  /** ms since 1970. */
  now: () => number;
}
