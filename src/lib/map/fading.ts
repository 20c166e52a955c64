/** How strongly a position or a status is drawn, by the time since somebody confirmed it. */
export type Fading = 'fresh' | 'ageing' | 'old' | 'stale';

const hourMs = 3_600_000;

/**
 * - fresh: under an hour: act on it;
 * - ageing: under three hours, the usual stay of a team in a building;
 * - old: under twelve, one shift;
 * - stale: older, or never heard of.
 *
 * @param at ISO time of the confirmation
 * @param nowMs ms since 1970; a time ahead of it (a phone's clock may be) counts as fresh
 */
export const fadingOf = (at: string | null, nowMs: number): Fading => {
  if (at === null) return 'stale';
  const ageMs = nowMs - Date.parse(at);
  if (ageMs < hourMs) return 'fresh';
  if (ageMs < 3 * hourMs) return 'ageing';
  return ageMs < 12 * hourMs ? 'old' : 'stale';
};
