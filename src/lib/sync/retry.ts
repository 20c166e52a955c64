/** Time and chance, handed in so that tests own both. */
export interface Timers {
  /** ms since 1970. */
  now(): number;
  /** Runs once after so many ms; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

/** 0 to 1, 1 excluded, as Math.random. */
export type Random = () => number;

/** Browsers keep a delay in 32 bits, and take a longer one for none. */
const longestTimerMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(delayMs, longestTimerMs));
    return () => clearTimeout(timer);
  },
};

const firstMs = 1_000;
export const longestBackoffMs = 60_000;

/**
 * Exponential backoff with full jitter [K5]: anything up to 1, 2, 4, … 60 seconds,
 * so that a thousand phones do not come back in the same second.
 * @param attempt 1 after the first failure
 * @param atLeastMs what the server asked for (Retry-After)
 */
export const backoffMs = (attempt: number, random: Random, atLeastMs = 0): number =>
  atLeastMs + Math.round(random() * Math.min(longestBackoffMs, firstMs * 2 ** (attempt - 1)));

/** A wait for a time of the phone's clock. */
export interface Wait {
  until: number;
  ms: number;
}

export const noWait: Wait = { until: 0, ms: 0 };

/** Over also when the clock was set back since: nobody waits longer than was meant. */
export const isOver = ({ until, ms }: Wait, nowMs: number): boolean =>
  until <= nowMs || until - nowMs > ms;
