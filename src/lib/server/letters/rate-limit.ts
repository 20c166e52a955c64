/** How often one address may call, so that opening letters costs nobody else the server. */

export interface RateLimitOptions {
  /** Calls that may come at once. */
  burst: number;
  /** How long one call counts. */
  refillMs: number;
  /** ms since 1970. */
  now: () => number;
}

/** Past so many addresses, those are forgotten that have waited long enough anyway. */
const mostAddresses = 10_000;

/** A leaking bucket for each address: kept as the time at which it is empty again. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #emptyAt = new Map<string, number>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** @returns 0 when the call may go on, else after how many ms it may */
  take(address: string): number {
    const { burst, refillMs, now } = this.#options;
    const nowMs = now();
    const emptyAt = Math.max(nowMs, this.#emptyAt.get(address) ?? 0);
    const waitMs = emptyAt + refillMs - (nowMs + burst * refillMs);
    if (waitMs > 0) return waitMs;
    this.#emptyAt.set(address, emptyAt + refillMs);
    if (this.#emptyAt.size > mostAddresses) this.#forget(nowMs);
    return 0;
  }

  #forget(nowMs: number): void {
    for (const [address, emptyAt] of this.#emptyAt)
      if (emptyAt <= nowMs) this.#emptyAt.delete(address);
  }
}
