import { createContext } from 'svelte';
import type { Logins } from './loginState.svelte';

export const [getLogins, setLogins] = createContext<Logins>();
