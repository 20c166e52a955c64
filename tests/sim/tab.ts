import type { Timers } from '../../src/lib/sync/retry.ts';
import type { Figures } from './figures.ts';
import type { Page } from './network.ts';
import type { Schedule } from './schedule.ts';

/** Where a crash can come: a storage operation has not begun, is under way, or has just been done. */
export type CrashPlace = 'before' | 'within' | 'after';

/** Browsers keep a delay in 32 bits: a longer one is none. */
const longestDelayMs = 2 ** 31 - 1;
/** No page has so much to do: it runs in circles. */
const mostTimers = 200_000;

/**
 * One page of the app in a phone's browser. When it has died nothing that it had begun goes on:
 * its timers, its requests, its storage and what others tell it end in nothing.
 */
export class Tab implements Page {
  isAlive = true;
  /** It dies when it has come past so many places where it can; null for never. */
  #placesToLive: number | null = null;
  #timers = 0;
  readonly #schedule: Schedule;
  readonly #figures: Figures;
  readonly #onDeath: () => void;

  constructor(schedule: Schedule, figures: Figures, onDeath: () => void) {
    this.#schedule = schedule;
    this.#figures = figures;
    this.#onDeath = onDeath;
  }

  armCrash(places: number): void {
    this.#placesToLive = places;
  }

  disarm(): void {
    this.#placesToLive = null;
  }

  /** @returns whether the page is dead, from now on or already */
  comesTo(place: CrashPlace): boolean {
    if (!this.isAlive) return true;
    if (this.#placesToLive === null || (this.#placesToLive -= 1) >= 0) return false;
    if (place === 'before') this.#figures.crashesBefore += 1;
    else if (place === 'within') this.#figures.crashesWithin += 1;
    else this.#figures.crashesAfter += 1;
    this.die();
    return true;
  }

  kill(): void {
    if (!this.isAlive) return;
    this.#figures.kills += 1;
    this.die();
  }

  die(): void {
    this.isAlive = false;
    this.#onDeath();
  }

  /** @param offset the phone's clock less the true time, in ms */
  timers(offset: () => number): Timers {
    return {
      now: () => Math.round(this.#schedule.now + offset()),
      after: (delayMs, run) => {
        if ((this.#timers += 1) > mostTimers) throw new Error('A page runs in circles.');
        const delay = delayMs > longestDelayMs || Number.isNaN(delayMs) ? 1 : Math.max(1, delayMs);
        return this.#schedule.after(delay, () => {
          if (this.isAlive) run();
        });
      },
    };
  }
}
