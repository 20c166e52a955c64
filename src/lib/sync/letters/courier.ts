/** Brings what waits in the letter box to the server, signed in or not [T2]. */
import { waitToLead } from '../leader.ts';
import type { Random, Timers } from '../retry.ts';
import { backoffMs, isOver, noWait } from '../retry.ts';
import type { LetterBox, LetterEntry, LetterFault } from './letter-box.ts';
import type { LetterAnswer, PostLetters } from './post.ts';

/** What the server takes at once. */
const mostLetters = 50;
const mostBytes = 300_000;
/** Whoever carried a letter can see for so long that it has arrived. */
const shownMs = 24 * 3_600_000;

export interface CourierOptions {
  box: Pick<LetterBox, 'all' | 'update' | 'remove' | 'subscribe'>;
  post: PostLetters;
  timers: Timers;
  random: Random;
  /** Null where the browser has none: every tab delivers then, which the ids make harmless [W4]. */
  locks: Pick<LockManager, 'request'> | null;
}

export class Courier {
  readonly #options: CourierOptions;
  #limit = mostLetters;
  #failures = 0;
  #isLeading = false;
  #isRunning = false;
  #isAskedAgain = false;
  /** Nothing is posted before it is over. */
  #wait = noWait;
  #cancelTimer: () => void = () => undefined;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Delivers from now on, as soon as no other tab does; returns how to stop. */
  start(): () => void {
    const unsubscribe = this.#options.box.subscribe(() => void this.#wake());
    const leave = waitToLead('daylight-letters', this.#options.locks, () => {
      this.#isLeading = true;
      void this.#begin();
    });
    return () => {
      this.#isLeading = false;
      this.#cancelTimer();
      unsubscribe();
      leave();
    };
  }

  /** The network is back. */
  networkBack(): void {
    this.#wait = noWait;
    void this.#wake();
  }

  /**
   * What a wiped phone has left nobody can ask for by hand, as one can for carried letters. A server
   * that was put right, or is a newer one, may take by now what it has not taken before [T5].
   */
  async #begin(): Promise<void> {
    const { box } = this.#options;
    try {
      const again = (await box.all()).filter(
        ({ why, state }) => why === 'wiped' && state === 'unreadable',
      );
      if (again.length > 0)
        await box.update(again.map((entry) => ({ ...entry, state: 'waiting' })));
    } catch {
      // The box cannot be read now: the next start asks again.
    }
    await this.#wake();
  }

  async #wake(): Promise<void> {
    if (!this.#isLeading) return;
    if (this.#isRunning) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isRunning = true;
    try {
      await this.#sweep();
      while (this.#mayRun() && (await this.#deliverSome()));
    } catch {
      // The box cannot be read now; it is read again when something is put into it, or at the start.
    } finally {
      this.#isRunning = false;
    }
    const isAskedAgain = this.#isAskedAgain;
    this.#isAskedAgain = false;
    if (isAskedAgain && this.#mayRun()) await this.#wake();
    else this.#sleep();
  }

  #mayRun(): boolean {
    return this.#isLeading && isOver(this.#wait, this.#options.timers.now());
  }

  /** @returns whether to go on at once */
  async #deliverSome(): Promise<boolean> {
    const { box, post } = this.#options;
    const waiting = (await box.all()).filter(({ state }) => state === 'waiting');
    const batch = firstOf(waiting, this.#limit);
    if (batch.length === 0) return false;
    const answers = await post(batch.map(({ letter }) => letter));
    if (answers.ok) return this.#take(batch, answers.value);
    if (answers.error.type === 'refused') return this.#refused(batch);
    await box.update(batch.map(tried));
    this.#later(answers.error.type === 'server' ? answers.error.retryAfterMs : 0);
    return false;
  }

  async #take(batch: readonly LetterEntry[], answers: readonly LetterAnswer[]): Promise<boolean> {
    const { box, timers } = this.#options;
    this.#limit = mostLetters;
    const now = timers.now();
    const after = batch.map((entry, at) => answered(entry, answers[at], now));
    // A letter that the server has is gone for good only when this is on the disk.
    await box.update(after);
    const done = after.filter(({ why, state }) => why === 'wiped' && state === 'delivered');
    if (done.length > 0) await box.remove(done.map(({ id }) => id));
    if (after.some(({ state }) => state === 'waiting')) {
      this.#later(0);
      return false;
    }
    this.#failures = 0;
    return true;
  }

  /** Halves are tried until the one at fault is alone. */
  async #refused(batch: readonly LetterEntry[]): Promise<boolean> {
    const isAlone = batch.length === 1;
    this.#limit = isAlone ? mostLetters : Math.ceil(batch.length / 2);
    if (isAlone) await this.#options.box.update(batch.map((entry) => unreadable(entry, 'refused')));
    return true;
  }

  #later(atLeastMs: number): void {
    const { timers, random } = this.#options;
    this.#failures += 1;
    const ms = backoffMs(this.#failures, random, atLeastMs);
    this.#wait = { until: timers.now() + ms, ms };
  }

  /** Until the wait is over; a timer that came a moment too early is set once more. */
  #sleep(): void {
    const { timers } = this.#options;
    this.#cancelTimer();
    const leftMs = this.#wait.until - timers.now();
    if (this.#isLeading && !this.#mayRun())
      this.#cancelTimer = timers.after(leftMs, () => void this.#wake());
  }

  /** Delivered letters have been shown long enough. */
  async #sweep(): Promise<void> {
    const { box, timers } = this.#options;
    const over = (await box.all()).filter(
      ({ state, why, deliveredAt }) =>
        state === 'delivered' && (why === 'wiped' || (deliveredAt ?? 0) + shownMs <= timers.now()),
    );
    if (over.length > 0) await box.remove(over.map(({ id }) => id));
  }
}

/** As many as the server takes at once; always one, however large. */
const firstOf = (entries: readonly LetterEntry[], limit: number): LetterEntry[] => {
  let bytes = 0;
  const fitting = entries.slice(0, limit).findIndex(({ letter }) => {
    bytes += letter.data.length + 300;
    return bytes > mostBytes;
  });
  return entries.slice(0, fitting === -1 ? limit : Math.max(1, fitting));
};

const tried = (entry: LetterEntry): LetterEntry => ({ ...entry, attempts: entry.attempts + 1 });

const unreadable = (entry: LetterEntry, lastError: LetterFault): LetterEntry => ({
  ...tried(entry),
  state: 'unreadable',
  lastError,
});

const answered = (
  entry: LetterEntry,
  answer: LetterAnswer | undefined,
  nowMs: number,
): LetterEntry => {
  if (answer?.delivered)
    return { ...tried(entry), state: 'delivered', lastError: null, deliveredAt: nowMs };
  const fault = answer?.reason ?? 'try_again';
  return fault === 'try_again' ? { ...tried(entry), lastError: fault } : unreadable(entry, fault);
};
