/** When records of people and tracing requests are erased by themselves [X4]. Times in ms since 1970. */
import type { Person } from '../rows.ts';
import type { TracingRequest } from '../tracing-rows.ts';

const dayMs = 86_400_000;
/** From so long before its end on a record says so. */
const soonMs = 30 * dayMs;

/** The day after the last one on which a record is kept, as midnight in UTC; null for no end. */
export const endOfPerson = ({ expires_on }: Pick<Person, 'expires_on'>): number | null =>
  expires_on === null ? null : Date.parse(expires_on) + dayMs;

export const endOfRequest = ({ expires_at }: Pick<TracingRequest, 'expires_at'>): number | null =>
  expires_at === null ? null : Date.parse(expires_at);

/** Whether a record says when it is erased: `soon` within 30 days, `due` when its time has come. */
export const nearEnd = (endMs: number | null, nowMs: number): 'soon' | 'due' | null => {
  if (endMs === null || endMs - nowMs > soonMs) return null;
  return endMs > nowMs ? 'soon' : 'due';
};
