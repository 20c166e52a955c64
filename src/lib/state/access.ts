import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { Access, AccessError } from '$lib/sync/rest';
import type { AuthError, Session as AuthSession, SupabaseClient } from '@supabase/supabase-js';
import type { StoredSession } from './stored-session';

/** A token is renewed when it holds no longer than this. */
const marginMs = 90_000;

/**
 * Codes of the Auth server that speak of the account, not of this session alone [Q4]. What else it
 * refuses (a token used twice, a session ended elsewhere) a new sign-in puts right.
 */
const endings: ReadonlySet<string> = new Set(['user_banned', 'user_not_found']);

interface Renewed {
  data: { session: AuthSession | null };
  error: AuthError | null;
}
type Renewal = (auth: SupabaseClient['auth']) => Promise<Renewed>;

export interface SessionAccessOptions {
  /** What the cookies hold now. */
  stored: () => Promise<StoredSession | null>;
  /** The whole of supabase-js, loaded at the first need. */
  client: () => Promise<Pick<SupabaseClient, 'auth'>>;
  /** ms since 1970 by this device's clock. */
  now: () => number;
}

/**
 * The tokens of one person: read from the cookies while they hold, renewed through supabase-js when
 * they do not. Another person's session, from another tab, is no session here.
 */
export class SessionAccess implements Access {
  /** Whose tokens these are; null gives none to anybody. */
  userId: string | null = null;
  readonly #options: SessionAccessOptions;
  /** Whose account was said to be over: supabase-js forgets the session then, and everyone asks on. */
  #endedId: string | null = null;
  #renewing: Promise<Result<string, AccessError>> | null = null;
  /** What was renewed here, and until when by this device's clock, which may be hours off. */
  #renewed: { token: string; untilMs: number } | null = null;

  constructor(options: SessionAccessOptions) {
    this.#options = options;
  }

  token = async (): Promise<Result<string, AccessError>> => {
    if (this.#endedId !== null && this.#endedId === this.userId)
      return err({ type: 'account_ended' });
    const stored = await this.#options.stored();
    if (!stored || stored.user.id !== this.userId) return err({ type: 'unauthorized' });
    const renewed = this.#renewed?.token === stored.accessToken ? this.#renewed : null;
    const untilMs = renewed?.untilMs ?? stored.expiresAtMs;
    if (untilMs - this.#options.now() > marginMs) return ok(stored.accessToken);
    // Renews what has run out, and nothing else: another tab may have done it by now.
    return this.#renewOnce((auth) => auth.getSession());
  };

  refresh = (): Promise<Result<string, AccessError>> =>
    this.#renewOnce((auth) => auth.refreshSession());

  /** One renewal at a time: a refresh token is good for one. */
  #renewOnce(ask: Renewal): Promise<Result<string, AccessError>> {
    this.#renewing ??= this.#renew(ask).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(ask: Renewal): Promise<Result<string, AccessError>> {
    const { stored, client, now } = this.#options;
    const before = await stored();
    let answer: Renewed;
    try {
      answer = await ask((await client()).auth);
    } catch {
      // The part of the app that renews could not be loaded.
      return err({ type: 'offline' });
    }
    const { data, error } = answer;
    if (error?.name === 'AuthRetryableFetchError') return err({ type: 'offline' });
    if (endings.has(error?.code ?? '')) {
      this.#endedId = this.userId;
      return err({ type: 'account_ended' });
    }
    if (data.session?.user.id !== this.userId) return err({ type: 'unauthorized' });
    const { access_token: token, expires_in: seconds } = data.session;
    // What was there before keeps the time that it came with.
    if (token !== before?.accessToken) this.#renewed = { token, untilMs: now() + seconds * 1_000 };
    return ok(token);
  }
}
