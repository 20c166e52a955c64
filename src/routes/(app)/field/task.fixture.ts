/** Rows for the unit tests of this folder. */
import type { AreaSearch, SiteArea, Task, TaskEvent } from '$lib/domain/rows';

const synced = {
  operation_id: 'operation',
  version: 1,
  created_at: '2024-12-08T08:00:00Z',
  updated_at: '2024-12-08T08:00:00Z',
  deleted_at: null,
};

export const aTask = (given: Partial<Task> = {}): Task => ({
  ...synced,
  id: 'task',
  code: 'T-0001',
  kind: 'search',
  title: null,
  details: null,
  site_id: null,
  area_id: null,
  priority: 'normal',
  status: 'open',
  status_at: '2024-12-08T08:00:00Z',
  status_reason: null,
  due_at: null,
  people_expected: null,
  needs_review: false,
  team_id: null,
  holding: null,
  held_at: null,
  done_team_id: null,
  ...given,
});

export const anEvent = (given: Partial<TaskEvent> = {}): TaskEvent => ({
  ...synced,
  id: 'event',
  task_id: 'task',
  kind: 'status',
  outcome: 'applied',
  reason: null,
  actor_id: 'user',
  actor_role: 'coordinator',
  actor_team_id: 'team-1',
  payload: {},
  before: {},
  device_at: '2024-12-08T08:00:00Z',
  received_at: '2024-12-08T08:00:00Z',
  resolved_at: null,
  ...given,
});

export const anArea = (given: Partial<SiteArea> = {}): SiteArea => ({
  ...synced,
  id: 'area',
  site_id: 'site',
  parent_id: null,
  level: 'room',
  name_en: 'Area',
  name_ar: 'Area',
  access: 'unknown',
  sort: 0,
  note: null,
  ...given,
});

export const aSearch = (given: Partial<AreaSearch> = {}): AreaSearch => ({
  ...synced,
  id: 'search',
  area_id: 'area',
  site_id: 'site',
  team_id: 'team-1',
  task_id: null,
  method: 'visual',
  result: 'nothing_found',
  note: null,
  searched_at: '2024-12-08T08:00:00Z',
  ...given,
});
