import type { AreaSearch, CheckIn, Task, TaskEvent } from '$lib/domain/rows';

/** One thing that happened at a site. */
export type Happening =
  | { kind: 'task'; id: string; version: number; at: string; event: TaskEvent; task: Task }
  | { kind: 'search'; id: string; version: number; at: string; search: AreaSearch }
  | { kind: 'checkin'; id: string; version: number; at: string; checkIn: CheckIn };

export interface SiteRecords {
  tasks: readonly Task[];
  historyOf: (taskId: string) => readonly TaskEvent[];
  searches: readonly AreaSearch[];
  checkIns: readonly CheckIn[];
}

/**
 * Everything that the caller may see of what happened at a site, the newest first, in the server's
 * order; what only this phone has comes before it all.
 */
export const siteHistory = (siteId: string, records: SiteRecords): Happening[] => {
  const happenings: Happening[] = [];
  for (const task of records.tasks) {
    if (task.site_id !== siteId) continue;
    for (const event of records.historyOf(task.id)) {
      const { id, version, received_at: at } = event;
      happenings.push({ kind: 'task', id, version, at, event, task });
    }
  }
  for (const search of records.searches) {
    if (search.site_id !== siteId) continue;
    const { id, version, searched_at: at } = search;
    happenings.push({ kind: 'search', id, version, at, search });
  }
  for (const checkIn of records.checkIns) {
    if (checkIn.site_id !== siteId) continue;
    const { id, version, checked_in_at: at } = checkIn;
    happenings.push({ kind: 'checkin', id, version, at, checkIn });
  }
  return happenings.sort((a, b) => b.version - a.version || b.at.localeCompare(a.at));
};
