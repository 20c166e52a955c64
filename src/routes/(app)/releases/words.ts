import { governorateOf } from '$lib/domain/governorates';
import { dateOnly } from '$lib/i18n/dates';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import type { Grouping } from './totals';

export const groupingWords: Readonly<Record<Grouping, () => string>> = {
  site: m.release_by_site,
  governorate: m.release_by_governorate,
  day: m.release_by_day,
  team: m.release_by_team,
};

/** What a total is of; "-" for a row that is not on this phone. */
export const keyWords = (
  operation: OperationState,
  grouping: Grouping,
  key: string | null,
): string => {
  // Noon is the same day in every zone that the clock may be in.
  if (grouping === 'day') return key === null ? '-' : dateOnly(`${key}T12:00:00Z`, 'UTC');
  if (grouping === 'governorate') {
    const governorate = governorateOf(key);
    return governorate ? nameOf(governorate) : m.release_no_governorate();
  }
  if (key === null) return grouping === 'site' ? m.release_no_site() : m.release_no_team();
  const row = grouping === 'site' ? operation.site(key) : operation.team(key);
  return row ? nameOf(row) : '-';
};
