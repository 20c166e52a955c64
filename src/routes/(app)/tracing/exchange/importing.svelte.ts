import type { Coming, LeftOut } from './preview';
import { tallyLeftOut } from './preview';

interface Result {
  /** How many are on this phone. */
  taken: number;
  of: number;
  /** What the records that were taken have besides, and nothing here has a place for. */
  leftOut: LeftOut[];
  why: 'all' | 'stopped' | 'failed';
}

/**
 * Takes records in one after the other, each durable before the next. It can be stopped between any
 * two: the ids are made of the records' own, so that who takes the file in again gets the rest.
 */
export class Importing {
  isRunning = $state(false);
  done = $state(0);
  of = $state(0);
  result: Result | null = $state.raw(null);
  #ending = new AbortController();

  stop(): void {
    this.#ending.abort();
  }

  forget(): void {
    this.result = null;
  }

  /** @param keep makes one durable; false when the phone could not */
  async take(coming: readonly Coming[], keep: (one: Coming) => Promise<boolean>): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    const { signal } = (this.#ending = new AbortController());
    this.result = null;
    this.done = 0;
    this.of = coming.length;
    let why: Result['why'] = 'all';
    for (const one of coming) {
      if (signal.aborted) why = 'stopped';
      else if (!(await keep(one))) why = 'failed';
      if (why !== 'all') break;
      this.done += 1;
    }
    this.result = {
      taken: this.done,
      of: this.of,
      leftOut: tallyLeftOut(coming.slice(0, this.done)),
      why,
    };
    this.isRunning = false;
  }
}
