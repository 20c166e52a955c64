/** Times in the reader's language. Absolute ones are in the operation's time zone, on every phone. */
import { intlLocale } from './numbers';

const minuteMs = 60_000;
const units = [
  { unit: 'day', ms: 24 * 60 * minuteMs },
  { unit: 'hour', ms: 60 * minuteMs },
  { unit: 'minute', ms: minuteMs },
] as const;

export const ageFormat = { numeric: 'auto', style: 'short' } as const;
const ageFormats = new Map<string, Intl.RelativeTimeFormat>();

/** One for each language: making one costs more than a hundred ages in words. */
const ages = (locale: string): Intl.RelativeTimeFormat => {
  const known = ageFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale, ageFormat);
  ageFormats.set(locale, known);
  return known;
};

/**
 * "3 hr. ago", "in 20 min.", "now" under a minute.
 * @param ageMs how long ago, in ms; negative for what is to come
 */
export const ageInWords = (ageMs: number): string => {
  const words = ages(intlLocale());
  const size = Math.abs(ageMs);
  const { unit, ms } = units.find((one) => size >= one.ms) ?? { unit: 'second', ms: Infinity };
  // Towards zero: 119 minutes are one hour ago, never two.
  return words.format(-Math.trunc(ageMs / ms) || 0, unit);
};

export const defaultTimeZone = 'Asia/Damascus';

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${intlLocale()} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(intlLocale(), options);
  formats.set(key, known);
  return known;
};

// Not dateStyle: in Arabic its "medium" is all figures, and says neither day nor month first.
const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
export const timeFormat = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** "9 Dec 2024, 14:05" @param at ISO time */
export const dateAndTime = (at: string, timeZone = defaultTimeZone): string =>
  format({ ...date, ...timeFormat, timeZone }).format(Date.parse(at));

/** "14:05" @param at ISO time */
export const timeOfDay = (at: string, timeZone = defaultTimeZone): string =>
  format({ ...timeFormat, timeZone }).format(Date.parse(at));

/** "9 Dec 2024" @param at ISO time or date */
export const dateOnly = (at: string, timeZone = defaultTimeZone): string =>
  format({ ...date, timeZone }).format(Date.parse(at));

/** "9 December 2024" @param day "YYYY-MM-DD": the same day on every phone */
export const dayInWords = (day: string): string =>
  format({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
