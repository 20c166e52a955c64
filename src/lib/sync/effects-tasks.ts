import type { Mutation, Payloads } from '../domain/mutations.ts';
import type { Task, TaskEvent, TaskEventKind } from '../domain/rows.ts';
import { transition } from '../domain/transitions.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { fittingFields, withoutBlanks } from './merge.ts';

type TaskMutation = Extract<Mutation, { kind: `task.${string}` }>;

/** What a step does to a task, and what stood there before; null when it does not fit. */
type Step = { changes: Partial<Task>; before: Partial<Task> } | null;

/**
 * Lays one step over its task and gives it its place in the history, as [C1]-[C6] say.
 * One that does not fit will be a conflict; until the server says so the task shows what it is.
 */
const onTask = <M extends TaskMutation>(
  layer: Layer,
  mutation: M,
  author: Author,
  step: (task: Task, payload: M['payload']) => Step,
): void => {
  const task = livingTask(layer, mutation);
  const taken = task && step(task, mutation.payload);
  if (!taken) return;
  const isDeciding = 'resolves' in mutation.payload && decide(layer, mutation, mutation.payload);
  if (!isDeciding && Object.keys(taken.changes).length === 0) return;
  layer.put('task_events', eventOf(mutation, author, taken.before));
  layer.put('tasks', {
    ...task,
    ...taken.changes,
    updated_at: mutation.device_at,
    needs_review: task.needs_review && (!isDeciding || hasOpenConflict(layer, task.id)),
  });
};

/** Undefined also when the server's own event is here: what it did is in the rows already. */
const livingTask = (layer: Layer, { id, entity_id }: TaskMutation): Task | undefined => {
  if (layer.isKnown('task_events', id)) return undefined;
  const task = layer.get('tasks', entity_id);
  return task?.deleted_at === null ? task : undefined;
};

const eventOf = (mutation: TaskMutation, author: Author, before: Partial<Task>): TaskEvent => ({
  ...newRow(mutation.id, mutation),
  task_id: mutation.entity_id,
  kind: mutation.kind.slice('task.'.length) as TaskEventKind,
  outcome: 'applied',
  reason: null,
  actor_id: author.userId,
  actor_role: author.role,
  actor_team_id: author.teamId,
  payload: { ...mutation.payload },
  before,
  device_at: mutation.device_at,
  received_at: mutation.device_at,
  resolved_at: null,
});

/** Marks conflicts of this task as decided [C6]. @returns whether there was one */
const decide = (
  layer: Layer,
  { entity_id, device_at }: TaskMutation,
  { resolves = [] }: { resolves?: string[] },
): boolean => {
  const open = resolves
    .map((id) => layer.get('task_events', id))
    .filter((event) => event !== undefined)
    .filter((event) => event.task_id === entity_id && isOpenConflict(event));
  for (const event of open) layer.put('task_events', { ...event, resolved_at: device_at });
  return open.length > 0;
};

const isOpenConflict = ({ outcome, resolved_at }: TaskEvent): boolean =>
  outcome === 'conflict' && resolved_at === null;

const hasOpenConflict = (layer: Layer, taskId: string): boolean =>
  layer.by('task_events', taskId).some(isOpenConflict);

/** "T-4F2A": the shortest that the database gives. */
const taskCode = (id: string): string => `T-${id.slice(0, 4).toUpperCase()}`;

/** The site follows from the area; without one of the new site, the task leaves its old area. */
const placeOf = (
  layer: Layer,
  fields: Partial<Task>,
  wanted: Payloads['task.update']['set'],
): Partial<Task> => {
  const site = fields.area_id && layer.get('site_areas', fields.area_id)?.site_id;
  if (site) return { site_id: site };
  return 'site_id' in fields && !('area_id' in wanted) ? { area_id: null } : {};
};

const given = (task: Task, mutation: Mutation, to: Pick<Task, 'team_id' | 'holding'>): Step => ({
  changes: task.team_id === to.team_id ? {} : { ...to, held_at: mutation.device_at },
  before: { team_id: task.team_id },
});

export const taskEffects: Effects<TaskMutation['kind']> = {
  'task.create': (layer, mutation, author) => {
    const { entity_id: id, device_at, payload } = mutation;
    if (layer.get('tasks', id)) return;
    const { team_id: teamId = null, ...fields } = withoutBlanks(payload);
    layer.put('tasks', {
      ...newRow(id, mutation),
      code: taskCode(id),
      title: null,
      details: null,
      site_id: null,
      area_id: null,
      priority: 'normal',
      status: 'open',
      status_at: device_at,
      status_reason: null,
      due_at: null,
      people_expected: null,
      needs_review: false,
      team_id: teamId,
      holding: teamId === null ? null : author.role === 'admin' ? 'assigned' : 'claimed',
      held_at: teamId === null ? null : device_at,
      done_team_id: null,
      ...fields,
      ...placeOf(layer, fields, fields),
    });
    layer.put('task_events', eventOf(mutation, author, {}));
  },

  'task.update': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, payload) => {
      const fitting: Partial<Task> = fittingFields(task, payload, mutation.base_version);
      const changes = { ...fitting, ...placeOf(layer, fitting, payload.set) };
      const before = Object.keys(changes).map(
        (field) => [field, task[field as keyof Task]] as const,
      );
      return { changes, before: Object.fromEntries(before) };
    }),

  'task.status': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, { status, from = task.status, reason = '' }) => {
      const before = { status: task.status };
      if (task.status === status) return { changes: {}, before };
      if (task.status !== from || !transition(task.status, status)) return null;
      const changes: Partial<Task> = {
        status,
        status_at: mutation.device_at,
        status_reason: reason.trim() === '' ? null : reason,
      };
      if (status === 'done') changes.done_team_id = task.team_id;
      return { changes, before };
    }),

  'task.claim': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, payload) => {
      const teamId = payload.team_id ?? author.teamId;
      if (task.team_id !== null && task.team_id !== teamId)
        if (task.team_id !== payload.from_team_id) return null;
      return given(task, mutation, { team_id: teamId, holding: 'claimed' });
    }),

  'task.hand_over': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, { team_id: teamId, from_team_id: seen }) => {
      const from = seen === undefined ? task.team_id : seen;
      if (task.team_id !== teamId && task.team_id !== from) return null;
      const passed = author.role === 'admin' ? 'assigned' : 'handed_over';
      const holding = teamId === null ? 'given_back' : passed;
      return given(task, mutation, { team_id: teamId, holding });
    }),

  'task.comment': (layer, mutation, author) => {
    if (livingTask(layer, mutation)) layer.put('task_events', eventOf(mutation, author, {}));
  },
};
