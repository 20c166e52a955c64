/** The time as screens show it: it moves on by itself, so that ages and alarms do. */
export class Clock {
  /** ms since 1970, at most one tick old. */
  now: number = $state(0);
  readonly #read: () => number;
  readonly #tickMs: number;

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
    this.now = this.#read();
  }
}
