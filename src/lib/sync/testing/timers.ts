import type { Timers } from '../retry.ts';

/** Time that moves only when the test moves it. */
export class TestTimers implements Timers {
  #now = Date.parse('2024-12-08T04:00:00Z');
  #waiting: { at: number; run: () => void }[] = [];

  now = (): number => this.#now;

  after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, run };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
    };
  };

  /** Lets so much time pass, with everything that falls due in it, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number) {
    const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0];
    if (!next || next.at > end) return undefined;
    this.#waiting = this.#waiting.filter((timer) => timer !== next);
    return next;
  }
}

/** Everything that waits for promises alone has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
