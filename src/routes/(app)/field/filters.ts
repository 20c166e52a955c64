/** Which tasks the list shows: kept in the address, so that back, reload and a shared link agree. */
import { firstBy } from '$lib/domain/first-by';
import type { Task } from '$lib/domain/rows';
import { byUrgency, isActive } from '$lib/domain/urgency';
import { taskKinds, type TaskKind } from '$lib/domain/vocabulary';

/** Whose tasks: my team's, those that nobody holds, or everyone's. */
export const holders = ['mine', 'nobody', 'all'] as const;
export type Holder = (typeof holders)[number];

export const phases = ['active', 'done', 'all'] as const;
export type Phase = (typeof phases)[number];

export interface TaskFilters {
  holder: Holder;
  phase: Phase;
  kind: TaskKind | null;
  text: string;
}

/** Where the reader has a team, its own tasks come first. */
const defaultHolder = (teamId: string | null): Holder => (teamId === null ? 'all' : 'mine');

/** What lets everything through that is still to be done. */
export const wide = { phase: 'active', kind: null, text: '' } as const;

/** Whether less is shown than what is still to be done. */
export const isNarrowed = ({ phase, kind, text }: TaskFilters): boolean =>
  phase !== wide.phase || kind !== null || text !== '';

/** Reads the filters from an address; what it does not know counts as not given. */
export const parseFilters = (params: URLSearchParams, teamId: string | null): TaskFilters => ({
  holder: oneOf(holders, params.get('holder')) ?? defaultHolder(teamId),
  phase: oneOf(phases, params.get('phase')) ?? 'active',
  kind: oneOf(taskKinds, params.get('kind')),
  text: params.get('q') ?? '',
});

/** The query of the address for these filters, "" for the defaults: the reverse of `parseFilters`. */
export const filterQuery = (filters: TaskFilters, teamId: string | null): string => {
  const params = new URLSearchParams();
  if (filters.holder !== defaultHolder(teamId)) params.set('holder', filters.holder);
  if (filters.phase !== 'active') params.set('phase', filters.phase);
  if (filters.kind) params.set('kind', filters.kind);
  if (filters.text) params.set('q', filters.text);
  return params.size === 0 ? '' : `?${params.toString()}`;
};

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((entry) => entry === value) ?? null;

/** Whether the filters let a task through, but for the words searched. */
export const isLetThrough = (
  task: Task,
  filters: Pick<TaskFilters, 'holder' | 'phase' | 'kind'>,
  teamId: string | null,
): boolean =>
  task.deleted_at === null &&
  isHeldBy(task, filters.holder, teamId) &&
  (filters.phase === 'all' || isActive(task) === (filters.phase === 'active')) &&
  (filters.kind === null || task.kind === filters.kind);

/** What is shown of the tasks that the filters let through. */
export interface Listed {
  /** How many there are. */
  count: number;
  /** The most urgent ones, as many as were asked for. */
  tasks: Task[];
}

/** @param amount as many as can be seen: the rest is counted, and not put in order */
export const mostUrgent = (tasks: readonly Task[], amount: number): Listed => ({
  count: tasks.length,
  tasks: firstBy(tasks, amount, byUrgency),
});

/** How many tasks still ask for work, for each choice of holder. */
export const countActive = (
  tasks: Iterable<Task>,
  teamId: string | null,
): Record<Holder, number> => {
  const counts: Record<Holder, number> = { mine: 0, nobody: 0, all: 0 };
  for (const task of tasks) {
    if (task.deleted_at !== null || !isActive(task)) continue;
    for (const holder of holders) if (isHeldBy(task, holder, teamId)) counts[holder] += 1;
  }
  return counts;
};

const isHeldBy = (task: Task, holder: Holder, teamId: string | null): boolean => {
  if (holder === 'all') return true;
  return holder === 'mine' ? teamId !== null && task.team_id === teamId : task.team_id === null;
};
