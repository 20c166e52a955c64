/** "Expected back at": before a team enters a building with no signal it says when it will be out. */
import { err, ok, type Result } from '$lib/domain/result';

/** Minutes from now, the usual answers. */
export const usualMinutes = [30, 60, 120, 240] as const;

export type ExpectedBack =
  | { type: 'minutes'; minutes: number }
  /** "HH:MM" on the phone's clock. */
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
): Result<string | null, { type: 'not_a_time' }> => {
  switch (answer.type) {
    case 'out':
      return ok(null);
    case 'minutes':
      return ok(new Date(nowMs + answer.minutes * 60_000).toISOString());
    case 'time':
      return nextClockTime(answer.time, nowMs);
  }
};

const nextClockTime = (time: string, nowMs: number): Result<string, { type: 'not_a_time' }> => {
  const match = /^(\d{2}):(\d{2})$/u.exec(time);
  if (!match) return err({ type: 'not_a_time' });
  const at = new Date(nowMs);
  at.setHours(Number(match[1]), Number(match[2]), 0, 0);
  if (at.getTime() <= nowMs) at.setDate(at.getDate() + 1);
  return ok(at.toISOString());
};
