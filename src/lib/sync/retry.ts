/** Time and chance, handed in so that tests own both. */
export interface Timers {
  /** ms since 1970. */
  now(): number;
  /** Runs once after so many ms; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

/** 0 to 1, 1 excluded, as Math.random. */
export type Random = () => number;

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

const firstMs = 1_000;
const longestMs = 60_000;

/**
 * Exponential backoff with full jitter [K5]: anything up to 1, 2, 4, … 60 seconds,
 * so that a thousand phones do not come back in the same second.
 * @param attempt 1 after the first failure
 * @param atLeastMs what the server asked for (Retry-After)
 */
export const backoffMs = (attempt: number, random: Random, atLeastMs = 0): number =>
  atLeastMs + Math.round(random() * Math.min(longestMs, firstMs * 2 ** (attempt - 1)));
