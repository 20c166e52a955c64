import { browserSupabase } from '$lib/state/supabase';
import type { AuthError } from '@supabase/supabase-js';
import type { JoinLink } from './joinLink';

export type JoinProblem = 'used' | 'weak' | 'too_many' | 'offline' | 'server';

/** The link is used up by the first call that reaches the server; a second one only sets the password. */
export class Join {
  readonly #auth = browserSupabase().auth;
  #isIn = false;

  /** Signs in by the link and sets the password; null when both are done. */
  async complete({ tokenHash, type }: JoinLink, password: string): Promise<JoinProblem | null> {
    if (!this.#isIn) {
      const { error } = await this.#auth.verifyOtp({ token_hash: tokenHash, type });
      if (error) return joinProblem(error);
      this.#isIn = true;
    }
    const { error } = await this.#auth.updateUser({ password });
    return error ? joinProblem(error) : null;
  }
}

const joinProblem = ({ name, status, code }: AuthError): JoinProblem => {
  if (name === 'AuthRetryableFetchError') return 'offline';
  if (code === 'weak_password') return 'weak';
  if (status === 429) return 'too_many';
  return status !== undefined && status < 500 ? 'used' : 'server';
};
