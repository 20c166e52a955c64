import { createContext } from 'svelte';
import type { Desk } from './desk.svelte';

/** Kept while a person goes from the desk to a report and back: filters, selection and place stay. */
export const [getDesk, setDesk] = createContext<Desk>();
