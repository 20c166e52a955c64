import { createContext } from 'svelte';
import type { RequestFilter } from './listing';

/** Which requests a person is looking at. Its text stays here: it may be a name. */
export class Looking {
  filter: RequestFilter = $state('waiting');
  text = $state('');

  get isNarrowed(): boolean {
    return this.filter !== 'all' || this.text.trim() !== '';
  }

  widen(): void {
    this.filter = 'all';
    this.text = '';
  }
}

/** Kept for the way back from a request to the list. */
export const [getLooking, setLooking] = createContext<Looking>();
