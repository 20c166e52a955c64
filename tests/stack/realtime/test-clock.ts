import type { Clock } from '../../../supabase/embedded/realtime/clock.ts';

/** Real timers and a time that can be moved on: what became due on the way runs at once. */
export class TestClock implements Clock {
  #offsetMs = 0;
  readonly #due = new Set<{ at: number; run: () => void }>();

  now = () => Date.now() + this.#offsetMs;

  after = (delayMs: number, run: () => void) => {
    const entry = { at: this.now() + delayMs, run: (): void => undefined };
    const cancel = () => {
      clearTimeout(timer);
      this.#due.delete(entry);
    };
    entry.run = () => {
      cancel();
      run();
    };
    const timer = setTimeout(() => entry.run(), delayMs);
    this.#due.add(entry);
    return cancel;
  };

  every = (intervalMs: number, run: () => void) => {
    let cancel = (): void => undefined;
    const next = () => {
      cancel = this.after(intervalMs, () => {
        next();
        run();
      });
    };
    next();
    return () => cancel();
  };

  advance(ms: number): void {
    const until = this.now() + ms;
    for (;;) {
      const [first] = [...this.#due].sort((a, b) => a.at - b.at);
      if (!first || first.at > until) break;
      this.#offsetMs += Math.max(0, first.at - this.now());
      first.run();
    }
    this.#offsetMs += Math.max(0, until - this.now());
  }
}
