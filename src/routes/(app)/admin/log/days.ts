/** The days of a time zone, as the log is asked for them. */

const minuteMs = 60_000;

/**
 * When a day begins and when the next one does, as ISO times in UTC.
 *
 * @param day as a date input holds it: 2024-12-08
 * @param timeZone an IANA name
 * @returns null for what is no day
 */
export const dayBounds = (
  day: string,
  timeZone: string,
): { from: string; before: string } | null => {
  const from = startOfDay(day, timeZone);
  if (from === null) return null;
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * minuteMs);
  const before = startOfDay(next.toISOString().slice(0, 10), timeZone);
  return before === null ? null : { from: toIso(from), before: toIso(before) };
};

const toIso = (ms: number) => new Date(ms).toISOString();

const startOfDay = (day: string, timeZone: string): number | null => {
  const asUtc = /^\d{4}-\d\d-\d\d$/u.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // The offset at midnight is found from the offset near it; the second look settles days on
  // which the clocks change.
  const first = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(first, timeZone);
};

/** How far the zone's clocks are ahead of UTC at this moment. */
const offsetMs = (atMs: number, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
  );
  return local - Math.floor(atMs / minuteMs) * minuteMs;
};
