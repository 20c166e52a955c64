/** Where something is recorded: what the address names, else where the team is. */
import type { SiteArea, Task } from '$lib/domain/rows';
import type { OperationState } from '$lib/state/operation.svelte';
import { currentSiteId } from './search/place';

export interface RecordPlace {
  siteId: string | null;
  areaId: string | null;
  taskId: string | null;
}

interface Known {
  task: (id: string | null) => Task | undefined;
  area: (id: string | null) => SiteArea | undefined;
  /** The site where the team is, as far as it has said. */
  currentSiteId: string | null;
}

/** @param query `task`, or `site` with `area`; what is not on this phone counts as not named */
export const placeOf = (query: URLSearchParams, known: Known): RecordPlace => {
  const task = known.task(query.get('task'));
  if (task) return { siteId: task.site_id, areaId: task.area_id, taskId: task.id };
  const area = known.area(query.get('area'));
  if (area) return { siteId: area.site_id, areaId: area.id, taskId: null };
  return { siteId: query.get('site') ?? known.currentSiteId, areaId: null, taskId: null };
};

/** The same for what its author records where they stand. */
export const placeHere = (operation: OperationState, query: URLSearchParams): RecordPlace => {
  const { teamId } = operation.actor;
  const checkins = teamId === null ? [] : operation.checkinsOf(teamId);
  return placeOf(query, {
    task: operation.task,
    area: operation.area,
    currentSiteId: currentSiteId(teamId, checkins, operation.tasks),
  });
};
