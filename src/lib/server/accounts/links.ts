/** One-time links that let the owner of an account in. */
import * as v from 'valibot';
import type { JoinToken } from '../../domain/accounts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Refused } from './membership.ts';
import type { AccountServices } from './services.ts';

const Token = v.object({ hashed_token: v.pipe(v.string(), v.minLength(1)) });

/**
 * A new link; an older one of the account no longer works. `invite` also makes the account when
 * there is none, and is refused by the Auth server once its owner has come in; `recovery` is for those.
 */
export const makeLink = async (
  { service, accountDomain, linkLifetimeMs, now }: AccountServices,
  type: JoinToken['type'],
  address: string,
): Promise<Result<{ userId: string; join: JoinToken }, Refused>> => {
  const { data, error } = await service.auth.admin.generateLink({ type, email: address });
  const token = v.safeParse(Token, data.properties);
  if (error || !token.success) return err({ type: 'server_error' });
  const expiresAt = new Date(now() + linkLifetimeMs).toISOString();
  return ok({
    userId: data.user.id,
    join: {
      tokenHash: token.output.hashed_token,
      type,
      isEmail: !address.endsWith(`@${accountDomain}`),
      expiresAt,
    },
  });
};
