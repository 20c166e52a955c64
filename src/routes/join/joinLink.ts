import { err, ok, type Result } from '$lib/domain/result';

export interface JoinLink {
  tokenHash: string;
  type: 'invite' | 'recovery';
}

/** What the fragment of a join link says: `#token_hash=…&type=invite`. It never reaches a server. */
export const parseJoinLink = (fragment: string): Result<JoinLink, { type: 'not_a_link' }> => {
  const params = new URLSearchParams(fragment.replace(/^#/u, ''));
  const tokenHash = params.get('token_hash');
  const type = params.get('type') ?? 'invite';
  if (!tokenHash || (type !== 'invite' && type !== 'recovery')) return err({ type: 'not_a_link' });
  return ok({ tokenHash, type });
};

export const passwordMinLength = 10;

/** The rule for passwords, which the form tells before it is broken: length alone. */
export const isLongEnough = (password: string): boolean =>
  password.length >= passwordMinLength && password.trim() !== '';
