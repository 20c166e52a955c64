/** How many failures are borne within a window before the next attempt is refused. */
export type AttemptLimit = { failures: number; windowMs: number };

/**
 * Counts failed attempts by key (an address and an e-mail, say). Only failures count, so whoever
 * knows the password never meets the limit. Kept in memory: a restart forgives.
 */
export class Attempts {
  readonly #windows = new Map<string, { failures: number; endsAt: number }>();
  readonly #limit: AttemptLimit;
  readonly #now: () => number;

  constructor(limit: AttemptLimit, now: () => number = Date.now) {
    this.#limit = limit;
    this.#now = now;
  }

  isRefused(key: string): boolean {
    const window = this.#windows.get(key);
    return window !== undefined && window.endsAt > this.#now()
      ? window.failures >= this.#limit.failures
      : false;
  }

  fail(key: string): void {
    const now = this.#now();
    const window = this.#windows.get(key);
    if (window && window.endsAt > now) {
      window.failures += 1;
      return;
    }
    this.#forgetOld(now);
    this.#windows.set(key, { failures: 1, endsAt: now + this.#limit.windowMs });
  }

  #forgetOld(now: number): void {
    if (this.#windows.size < 10_000) return;
    for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key);
    // Still full of fresh windows: somebody invents keys, and forgetting them all is bounded.
    if (this.#windows.size >= 10_000) this.#windows.clear();
  }
}
