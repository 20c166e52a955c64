import { governorateOf } from '$lib/domain/governorates';
import { dateOnly } from '$lib/i18n/dates';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { areaPath } from '../field/words';
import type { Grouping } from './totals';

export const groupingWords: Readonly<Record<Grouping, () => string>> = {
  site: m.release_by_site,
  area: m.release_by_area,
  governorate: m.release_by_governorate,
  day: m.release_by_day,
  team: m.release_by_team,
  task: m.release_by_task,
  all: m.release_total,
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
  if (grouping === 'all') return m.release_total();
  if (key === null) return noneWords[grouping]();
  return rowWords(operation, grouping, key) ?? '-';
};

type RowGrouping = Exclude<Grouping, 'day' | 'governorate' | 'all'>;

const noneWords: Readonly<Record<RowGrouping, () => string>> = {
  site: m.release_no_site,
  area: m.release_no_area,
  team: m.release_no_team,
  task: m.release_no_task,
};

const rowWords = (
  operation: OperationState,
  grouping: RowGrouping,
  key: string,
): string | undefined => {
  if (grouping === 'task') {
    const task = operation.task(key);
    return task && (task.title ?? task.code);
  }
  if (grouping !== 'area') {
    const row = grouping === 'site' ? operation.site(key) : operation.team(key);
    return row && nameOf(row);
  }
  const area = operation.area(key);
  const site = area && operation.site(area.site_id);
  return site && `${nameOf(site)} › ${areaPath(operation, area)}`;
};
