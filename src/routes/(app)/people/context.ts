import { createContext } from 'svelte';
import type { LookalikeFinder } from './lookalikes';

/** Kept while a person goes from record to record: what it has made ready serves them all. */
export const [getLookalikes, setLookalikes] = createContext<LookalikeFinder>();
