/**
 * Time as the server sees it, so that tests can hold and move it. `now` is in milliseconds since
 * 1970; `after` and `every` return a function that cancels.
 */
export type Clock = {
  now: () => number;
  after: (delayMs: number, run: () => void) => () => void;
  every: (intervalMs: number, run: () => void) => () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (intervalMs, run) => {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  },
};
