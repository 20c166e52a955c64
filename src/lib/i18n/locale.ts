/** The reader's language: chosen once, kept in a cookie, and known to the server before the first byte. */
import type { Locale } from '$lib/paraglide/runtime.js';
import { getLocale, locales, setLocale } from '$lib/paraglide/runtime.js';

/** Switches the language for this device; the page loads again in it. */
export const switchLocale = (to: Locale): void => {
  void setLocale(to);
};

/** The language to offer beside the present one. */
export const otherLocale = (): Locale => locales.find((other) => other !== getLocale()) ?? 'en';
