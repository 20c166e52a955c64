/** Numbers in the reader's language. */
import type { Locale } from '$lib/paraglide/runtime.js';
import { getLocale } from '$lib/paraglide/runtime.js';

/**
 * The locale that Intl is asked for. Syria's Arabic gives dates their Levantine month names.
 * CLDR's digits for ar-SY are the Arabic-Indic ones (arab); Daylight asks for latn, as CLDR's plain
 * "ar" has them: codes (T-4F2A), radio call signs, coordinates, telephone numbers and every exported
 * file have Latin digits, and one screen with both kinds is where 5 and 0 (٥ ٠), or 6 and 7 (٦ ٧),
 * get confused over a radio.
 */
export const intlLocale = (locale: Locale = getLocale()): string =>
  locale === 'ar' ? 'ar-SY-u-nu-latn' : 'en-GB';

const formats = new Map<string, Intl.NumberFormat>();

const format = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = `${intlLocale()} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(intlLocale(), options);
  formats.set(key, known);
  return known;
};

/** 1,234 */
export const inNumbers = (value: number): string => format({}).format(value);

/** @param share 0 to 1 */
export const inPercent = (share: number): string =>
  format({ style: 'percent', maximumFractionDigits: 0 }).format(share);

/** "3 kB", "4.2 MB": the size of one file; of one that has any byte never less than "1 kB". */
export const fileSize = (bytes: number): string =>
  bytes >= 100_000 || bytes === 0
    ? inMegabytes(bytes)
    : format({ style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(
        Math.max(bytes / 1_000, 1),
      );

/** "4.2 MB", "180 MB"; of what is there never less than "0.1 MB". */
export const inMegabytes = (bytes: number): string => {
  const megabytes = bytes > 0 ? Math.max(bytes / 1_000_000, 0.1) : 0;
  return format({
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: megabytes < 10 ? 1 : 0,
  }).format(megabytes);
};
