import { getLocale, overwriteGetLocale } from '$lib/paraglide/runtime.js';

/**
 * Keeps the language of this page load: by itself every text of every card reads the cookies again.
 * Another language is another load (`switchLocale`). For pages that only a browser makes.
 */
export const keepLocale = (): void => {
  const locale = getLocale();
  overwriteGetLocale(() => locale);
};
