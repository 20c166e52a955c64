/** What the layouts hand down and screens take up. */
import { createContext } from 'svelte';
import type { Clock } from './clock.svelte.ts';
import type { OperationState } from './operation.svelte.ts';
import type { Session } from './session.svelte.ts';

export const [getClock, setClock] = createContext<Clock>();
export const [getSession, setSession] = createContext<Session>();
/** Set where an operation has been chosen: every screen below (app) that shows its rows. */
export const [getOperation, setOperation] = createContext<OperationState>();
