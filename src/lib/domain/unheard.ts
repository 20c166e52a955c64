/** Whose counts may be missing: totals are right while phones are offline, if they say which are. */

/** One phone of the field, without whose it is. */
export interface PhoneHeard {
  team_id: string | null;
  /** When the server last heard of it; null for never. */
  seen_at: string | null;
}

/** A phone that syncs is heard every minute or two: after this long it is out of reach. */
const unheardAfterMs = 60 * 60_000;

/** The phones that were not heard within the last hour, those that never were first. */
export const unheardPhones = (phones: readonly PhoneHeard[], nowMs: number): PhoneHeard[] =>
  phones
    .filter(({ seen_at }) => seen_at === null || nowMs - Date.parse(seen_at) > unheardAfterMs)
    .toSorted((a, b) => (a.seen_at ?? '').localeCompare(b.seen_at ?? ''));
