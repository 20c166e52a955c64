import { createContext } from 'svelte';
import type { PeopleListing } from './listing.svelte';
import type { LookalikeFinder } from './lookalikes';

/** Kept while a person goes from record to record: what it has made ready serves them all. */
export const [getLookalikes, setLookalikes] = createContext<LookalikeFinder>();

/** Kept for the way back from a record to what was searched. */
export const [getListing, setListing] = createContext<PeopleListing>();
