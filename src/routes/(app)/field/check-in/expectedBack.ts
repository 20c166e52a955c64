/** "Expected back at": before a team enters a building with no signal it says when it will be out. */
import { err, ok, type Result } from '$lib/domain/result';
import { fromClockTime, toClockTime } from '$lib/i18n/zoned';

/** Minutes from now, the usual answers. */
export const usualMinutes = [30, 60, 120, 240] as const;

export type ExpectedBack =
  | { type: 'minutes'; minutes: number }
  /** "HH:MM" on the operation's clock. */
  | { type: 'time'; time: string }
  /** The team is out and nobody waits for it. */
  | { type: 'out' };

/**
 * The answer as a time (ISO), null when the team is out.
 * A clock time that has passed today is meant for tomorrow: a night shift crosses midnight.
 */
export const expectedBackAt = (
  answer: ExpectedBack,
  nowMs: number,
  timeZone?: string,
): Result<string | null, { type: 'not_a_time' }> => {
  switch (answer.type) {
    case 'out':
      return ok(null);
    case 'minutes':
      return ok(new Date(nowMs + answer.minutes * 60_000).toISOString());
    case 'time':
      return nextClockTime(answer.time, nowMs, timeZone);
  }
};

const nextClockTime = (
  time: string,
  nowMs: number,
  timeZone: string | undefined,
): Result<string, { type: 'not_a_time' }> => {
  const today = toClockTime(nowMs, timeZone).slice(0, 10);
  const at = fromClockTime(`${today}T${time}`, timeZone);
  if (at === null) return err({ type: 'not_a_time' });
  return ok(new Date(at <= nowMs ? at + dayMs : at).toISOString());
};

const dayMs = 24 * 60 * 60_000;
