/** The time as screens show it: it moves on by itself, so that ages and alarms do. */
export class Clock {
  /** ms since 1970, at most one tick old; by the server's clock where the phone's was found wrong [K9]. */
  now: number = $state(0);
  readonly #read: () => number;
  readonly #tickMs: number;
  #aheadMs = 0;

  /** @param read tests hand in their own time */
  constructor(read: () => number = () => Date.now(), tickMs = 15_000) {
    this.#read = read;
    this.#tickMs = tickMs;
    this.now = read();
  }

  /** Begins to tick; returns how to stop. */
  start(): () => void {
    this.tick();
    const timer = setInterval(() => this.tick(), this.#tickMs);
    return () => clearInterval(timer);
  }

  tick(): void {
    this.now = this.read();
  }

  /** The time this very moment, for what is recorded. */
  read(): number {
    return this.#read() + this.#aheadMs;
  }

  /** @param aheadMs how far the server's clock is ahead of the phone's; negative where it is behind */
  setAhead(aheadMs: number): void {
    if (aheadMs === this.#aheadMs) return;
    this.#aheadMs = aheadMs;
    this.tick();
  }
}
