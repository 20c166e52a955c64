/** Reads what is new: page after page, one pull at a time [R1]-[R5], [B5]. */
import type { Result } from '../domain/result.ts';
import type { Malformed, PullAnswer, PulledPage } from './protocol.ts';
import { parsePulledPage, readPulledChanges } from './protocol.ts';
import type { Random, Timers } from './retry.ts';
import { backoffMs } from './retry.ts';
import type { Transport, TransportError } from './transport.ts';

export interface PullerOptions {
  operationId: string;
  transport: Pick<Transport, 'pull'>;
  timers: Timers;
  random: Random;
  /** Rows a page [R3]. */
  pageSize: number;
  /** Between pulls when nothing else asks for one [B5]. */
  pollMs: number;
  cursor: () => string | null;
  /** Keeps one page, whole; durable before it resolves. */
  keep: (page: PullAnswer) => Promise<void>;
  onContact: () => void;
  /** What time it is at the server, ms since 1970, as soon as an answer says so [K9]. */
  onServerTime: (serverMs: number) => void;
  onFailure: (error: TransportError) => void;
  /** A pull has reached the end; `run` is its number, from 1. */
  onComplete: (run: number) => Promise<void>;
  /** No pull is running any more: live changes that waited may go on. */
  onIdle: () => void;
  /** The phone could not keep what it read. */
  onStoreFailure: (cause: unknown) => void;
}

export class Puller {
  readonly #options: PullerOptions;
  #isRunning = false;
  #isStopped = true;
  #isAskedAgain = false;
  #isMoreComing = false;
  #failures = 0;
  /** The number of the last pull that began. */
  #run = 0;
  /** What was asked for before the last stop is no longer wanted: rows may have been dropped since. */
  #stops = 0;
  #cancelTimer: () => void = () => undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(options: PullerOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The page that is being kept is not the last of its pull. */
  get isMoreComing(): boolean {
    return this.#isMoreComing;
  }

  /** The number of the next pull to begin: what is true on the server now will be in it. */
  get nextRun(): number {
    return this.#run + 1;
  }

  start(): void {
    this.#isStopped = false;
    this.request();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stops += 1;
    this.#clearTimer();
  }

  /**
   * Asks for a pull. One that is under way is followed by another, for it may have read too early.
   * @param withinMs spreads what many phones ask for at the same moment: any time up to this
   */
  request(withinMs = 0): void {
    if (this.#isStopped) return;
    if (this.#isRunning) this.#isAskedAgain = true;
    else if (withinMs === 0) void this.#pull();
    else this.#wakeAfter(Math.round(this.#options.random() * withinMs));
  }

  async #pull(): Promise<void> {
    this.#clearTimer();
    this.#isRunning = true;
    this.#run += 1;
    let isComplete = false;
    try {
      isComplete = await this.#readPages();
      if (isComplete) await this.#options.onComplete(this.#run);
    } catch (cause) {
      this.#options.onStoreFailure(cause);
    } finally {
      this.#isRunning = false;
      this.#isMoreComing = false;
    }
    if (this.#isStopped) return;
    if (isComplete && this.#isAskedAgain) this.request();
    else this.#wakeAfter(isComplete ? this.#untilPoll() : this.#untilRetry());
    this.#options.onIdle();
  }

  /**
   * The next page is asked for as soon as its cursor is known: it travels while this one is kept.
   * @returns whether the end was reached
   */
  async #readPages(): Promise<boolean> {
    const { cursor, keep, onContact } = this.#options;
    const stops = this.#stops;
    let answer = this.#ask(cursor());
    for (;;) {
      const page = await answer;
      if (this.#stops !== stops) return false;
      if (!page.ok) {
        this.#fail(page.error);
        return false;
      }
      this.#failures = 0;
      const { more } = page.value;
      if (more) answer = this.#ask(page.value.cursor);
      const read = await readPulledChanges(page.value);
      if (this.#stops !== stops) return false;
      this.#isMoreComing = more;
      await keep(read);
      onContact();
      if (!more) return true;
    }
  }

  async #ask(cursor: string | null): Promise<Result<PulledPage, TransportError | Malformed>> {
    // Whoever asked until now is answered by what the server reads from here on.
    this.#isAskedAgain = false;
    const { operationId, transport, pageSize, onServerTime } = this.#options;
    const answer = await transport.pull(operationId, cursor, pageSize);
    if (!answer.ok) return answer;
    const page = parsePulledPage(answer.value);
    if (page.ok) onServerTime(Date.parse(page.value.serverAt));
    return page;
  }

  #fail(error: TransportError | Malformed): void {
    this.#failures += 1;
    this.#options.onFailure(
      error.type === 'malformed' ? { type: 'server', status: 200, retryAfterMs: 0 } : error,
    );
  }

  #untilPoll(): number {
    const { pollMs, random } = this.#options;
    return Math.round(pollMs * (0.75 + random() / 2));
  }

  #untilRetry(): number {
    return backoffMs(this.#failures, this.#options.random);
  }

  #wakeAfter(delayMs: number): void {
    const { timers } = this.#options;
    // The earliest wish wins: a gap in the live messages does not wait for the minute's poll.
    if (timers.now() + delayMs >= this.#timerAt) return;
    this.#clearTimer();
    this.#timerAt = timers.now() + delayMs;
    this.#cancelTimer = timers.after(delayMs, () => void this.#pull());
  }

  #clearTimer(): void {
    this.#cancelTimer();
    this.#timerAt = Number.POSITIVE_INFINITY;
  }
}
