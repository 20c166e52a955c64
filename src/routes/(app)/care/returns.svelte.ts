import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { EmtDaily } from '$lib/state/emt-daily';

/**
 * The daily returns that were heard since somebody came to the pages of care, by day. In memory
 * alone: small numbers tell of people, and a phone that is searched or wiped has none of them.
 */
export class HeardReturns {
  readonly #byDay = new SvelteMap<string, EmtDaily>();

  /** What was heard last of that day; null where nothing was. */
  of(day: string): EmtDaily | null {
    return this.#byDay.get(day) ?? null;
  }

  keep(heard: EmtDaily): void {
    this.#byDay.set(heard.day, heard);
  }
}

export const [getHeardReturns, setHeardReturns] = createContext<HeardReturns>();
