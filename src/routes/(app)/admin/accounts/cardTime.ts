import { defaultTimeZone } from '$lib/i18n/dates';
import { intlLocale } from '$lib/i18n/numbers';
import type { Locale } from '$lib/paraglide/runtime.js';

/**
 * A time in the language of the line that it stands in: a card speaks both, whoever prints it.
 *
 * @param at ISO time
 */
export const cardTime = (at: string, locale: Locale, timeZone = defaultTimeZone): string =>
  new Intl.DateTimeFormat(intlLocale(locale), {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone,
  }).format(Date.parse(at));
