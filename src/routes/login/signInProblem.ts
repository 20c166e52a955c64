/** What kept a person from signing in: the screen says it in words, and what to do. */
export type SignInProblem = 'wrong' | 'banned' | 'too_many' | 'offline' | 'server';

/** The parts of supabase-js's AuthError that tell failures apart; never its text. */
interface AuthFailure {
  name: string;
  /** HTTP status; 0 or undefined when no answer came. */
  status?: number | undefined;
  code?: string | undefined;
}

export const signInProblem = ({ name, status, code }: AuthFailure): SignInProblem => {
  if (code === 'user_banned') return 'banned';
  if (status === 429) return 'too_many';
  if (code === 'invalid_credentials' || status === 400 || status === 422) return 'wrong';
  if (name === 'AuthRetryableFetchError' && !status) return 'offline';
  return 'server';
};
