/** Times as a form holds them, on the clock of the operation's zone and not of the phone's. */
import { defaultTimeZone } from './dates';

const formats = new Map<string, Intl.DateTimeFormat>();

const partsIn = (timeZone: string): Intl.DateTimeFormat => {
  const known =
    formats.get(timeZone) ??
    // Swedish writes dates as ISO does.
    new Intl.DateTimeFormat('sv-SE', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    });
  formats.set(timeZone, known);
  return known;
};

/** "2024-12-08T14:05", as a datetime-local input wants it. @param ms since 1970 */
export const toClockTime = (ms: number, timeZone = defaultTimeZone): string =>
  partsIn(timeZone).format(ms).replace(' ', 'T');

/**
 * The reverse of `toClockTime`: ms since 1970, or null for what is no date and time.
 * Of an hour that the clock shows twice it is one of the two; one that it skips is moved on.
 */
export const fromClockTime = (text: string, timeZone = defaultTimeZone): number | null => {
  const asIfUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u.test(text) ? Date.parse(`${text}Z`) : NaN;
  if (Number.isNaN(asIfUtc)) return null;
  const guess = asIfUtc - offsetMs(asIfUtc, timeZone);
  return asIfUtc - offsetMs(guess, timeZone);
};

/** How far the zone's clock is ahead of UTC at that moment. */
const offsetMs = (ms: number, timeZone: string): number =>
  Date.parse(`${toClockTime(ms, timeZone)}Z`) - Math.floor(ms / 60_000) * 60_000;
