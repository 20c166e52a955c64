import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { careCountsOf, type CareCounts } from '$lib/state/care-counts';
import { emtDailyOf, type EmtDaily } from '$lib/state/emt-daily';
import type { FileKeeping } from '$lib/state/stores';
import { HeardStore } from '$lib/sync/idb/heard-store';

/**
 * What the server said last of care, for those whose phone has no cases to count: with its time, and
 * sealed on the phone [S13], so that it is there when the app is opened anew without a network.
 * Where nothing can lie sealed, it lives as long as the page.
 */
export class HeardNumbers {
  counts: CareCounts | null = $state.raw(null);
  readonly #returns = new SvelteMap<string, EmtDaily>();
  readonly #store: Pick<HeardStore, 'keep' | 'read'> | null;

  constructor(keeping: FileKeeping | null) {
    this.#store = keeping && new HeardStore(keeping);
  }

  /** What was heard last of that day; null where nothing was. */
  dailyOf(day: string): EmtDaily | null {
    return this.#returns.get(day) ?? null;
  }

  /** @param answer undefined while the server cannot be asked. @returns whether it said something */
  takeDaily(answer: unknown): boolean {
    const daily = emtDailyOf(answer);
    if (!daily) return false;
    this.#returns.set(daily.day, daily);
    void this.#store?.keep('emt_daily', daily.day, answer).catch(notKept);
    return true;
  }

  /** As `takeDaily`. */
  takeCounts(answer: unknown): boolean {
    const counts = careCountsOf(answer);
    if (!counts) return false;
    this.counts = counts;
    void this.#store?.keep('care_counts', '', answer).catch(notKept);
    return true;
  }

  /** Reads what this phone has kept of a day, unless the server has answered already. */
  async recallDaily(day: string): Promise<void> {
    const daily = emtDailyOf(await this.#recall('emt_daily', day));
    if (daily && !this.#returns.has(day)) this.#returns.set(day, daily);
  }

  async recallCounts(): Promise<void> {
    const counts = careCountsOf(await this.#recall('care_counts', ''));
    this.counts ??= counts;
  }

  /** A phone that is locked, or whose disk is full, shows what it is told and remembers nothing. */
  #recall(kind: string, of: string): Promise<unknown> {
    return this.#store?.read(kind, of).catch(notKept) ?? Promise.resolve();
  }
}

const notKept = () => undefined;

export const [getHeardNumbers, setHeardNumbers] = createContext<HeardNumbers>();
