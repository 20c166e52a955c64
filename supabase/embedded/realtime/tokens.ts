import { timingSafeEqual } from 'node:crypto';
import { compactVerify, errors } from 'jose';
import type { Clock } from './clock.ts';
import { isRecord } from './protocol.ts';

/** What a token says. `exp` and `iat` are in seconds; API keys have neither and never expire. */
export type Claims = {
  role: string;
  sub: string | null;
  exp: number | null;
  iat: number | null;
  /** All claims as JSON, for policies. */
  json: string;
};

/** Why a token is refused, in upstream's words: `code` for a join, `message` for the channel. */
type TokenError = { code: string; message: string };
export type TokenResult = { ok: true; claims: Claims } | { ok: false; error: TokenError };

const algorithms = ['HS256', 'HS384', 'HS512'];
const refuse = (code: string, message: string): TokenResult => ({
  ok: false,
  error: { code, message },
});

/** Tells whose token it is. Tokens are HMAC-signed JWTs with `role` and `exp`, or an API key. */
export class Tokens {
  readonly #secret: Uint8Array;
  readonly #keys: { key: string; role: string }[];
  readonly #clock: Clock;
  /** User id and the second before which that user's tokens no longer count. */
  readonly #revoked = new Map<string, number>();

  constructor(
    options: { jwtSecret: string; publishableKey: string; secretKey: string },
    clock: Clock,
  ) {
    this.#secret = new TextEncoder().encode(options.jwtSecret);
    this.#keys = [
      { key: options.publishableKey, role: 'anon' },
      { key: options.secretKey, role: 'service_role' },
    ];
    this.#clock = clock;
  }

  /** Tokens of this user from before now are refused from now on. */
  revoke(userId: string): void {
    const day = 86_400;
    const now = this.#seconds();
    for (const [user, at] of this.#revoked) if (at < now - day) this.#revoked.delete(user);
    this.#revoked.set(userId, now);
  }

  async verify(token: string): Promise<TokenResult> {
    const text = token.replaceAll(/\s/g, '');
    const key = this.#keys.find((known) => sameText(known.key, text));
    if (key) {
      const claims = { role: key.role, sub: null, exp: null, iat: null };
      return { ok: true, claims: { ...claims, json: JSON.stringify({ role: key.role }) } };
    }
    try {
      const { payload } = await compactVerify(text, this.#secret, { algorithms });
      const parsed: unknown = JSON.parse(new TextDecoder().decode(payload));
      return isRecord(parsed) ? this.#check(parsed) : malformedToken;
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) {
        return refuse('JwtSignatureError', 'Failed to validate JWT signature');
      }
      return malformedToken;
    }
  }

  #check(parsed: Record<string, unknown>): TokenResult {
    const { role, exp, iat, sub } = parsed;
    if (typeof role !== 'string' || typeof exp !== 'number') {
      return refuse('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
    }
    const now = this.#seconds();
    if (exp <= now) {
      return refuse('InvalidJWTToken', `Token has expired ${now - Math.floor(exp)} seconds ago`);
    }
    const claims: Claims = {
      role,
      exp,
      sub: typeof sub === 'string' ? sub : null,
      iat: typeof iat === 'number' ? iat : null,
      json: JSON.stringify(parsed),
    };
    const revokedAt = claims.sub === null ? undefined : this.#revoked.get(claims.sub);
    if (revokedAt !== undefined && (claims.iat ?? 0) < revokedAt) {
      return refuse('InvalidJWTToken', 'Token has been revoked');
    }
    return { ok: true, claims };
  }

  #seconds(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}

const malformedToken = refuse('MalformedJWT', 'The token provided is not a valid JWT');

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
