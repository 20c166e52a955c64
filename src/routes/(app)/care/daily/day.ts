/** Days of the daily return: ISO dates on the operation's clock. */
import { toClockTime } from '$lib/i18n/zoned';

const dayMs = 24 * 60 * 60_000;

/** The day that it is in the operation's time zone. @param nowMs since 1970 */
export const dayAt = (nowMs: number, timeZone?: string): string =>
  toClockTime(nowMs, timeZone).slice(0, 10);

/** So many days later, or earlier where it is negative. In UTC, where every day has 24 hours. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** The day that was asked for; today for none, for what is no day, and for one that is to come. */
export const readDay = (asked: string | null, today: string): string => {
  const isDay = asked !== null && /^\d{4}-\d{2}-\d{2}$/u.test(asked);
  return isDay && dayExists(asked) && asked <= today ? asked : today;
};

const dayExists = (day: string): boolean =>
  !Number.isNaN(Date.parse(day)) && dayAfter(day, 0) === day;
