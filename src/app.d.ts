import type { SupabaseClient } from '@supabase/supabase-js';

declare global {
  namespace App {
    interface Locals {
      /** Supabase as the caller: every query runs under the caller's own policies. */
      supabase: SupabaseClient;
    }
    interface Error {
      message: string;
      /** What the server's log names this failure by; never holds personal data. */
      reference?: string;
    }
  }
}

export {};
