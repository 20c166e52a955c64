import { getLocale, getTextDirection } from '$lib/paraglide/runtime.js';

/**
 * Gives the page the reader's language, before anything is drawn in it: the kept shell is one for
 * all languages, and a browser's own page may be older than the choice.
 */
export const applyLanguage = (page: Document): void => {
  const locale = getLocale();
  page.documentElement.lang = locale;
  page.documentElement.dir = getTextDirection(locale);
  page
    .querySelector('link[rel="manifest"]')
    ?.setAttribute('href', `/manifest.${locale}.webmanifest`);
};
