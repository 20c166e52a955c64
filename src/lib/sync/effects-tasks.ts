import type { Mutation } from '../domain/mutations.ts';
import type { Task, TaskEvent, TaskEventKind } from '../domain/rows.ts';
import { transition } from '../domain/transitions.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { unsentVersion } from './layer.ts';
import { fittingFields } from './merge.ts';

type TaskMutation = Extract<Mutation, { kind: `task.${string}` }>;
type Changed = Partial<Task> | null;

/**
 * Lays one task mutation over its task and gives it its place in the history, as [C1]-[C6] say.
 * `change` answers null where the mutation does not fit: then the server will call it a conflict,
 * and until it does the task shows what it is.
 */
const onTask = <M extends TaskMutation>(
  layer: Layer,
  mutation: M,
  author: Author,
  change: (task: Task, payload: M['payload']) => Changed,
): void => {
  // The server's own event is here: what it did is in the rows already.
  if (layer.isKnown('task_events', mutation.id)) return;
  const task = layer.get('tasks', mutation.entity_id);
  if (!task || task.deleted_at !== null) return;
  const changes = change(task, mutation.payload);
  if (changes === null) return;
  layer.put('task_events', eventOf(mutation, author, before(task, changes)));
  if ('resolves' in mutation.payload) resolve(layer, mutation.payload.resolves, mutation);
  layer.put('tasks', {
    ...task,
    ...changes,
    updated_at: mutation.device_at,
    needs_review: task.needs_review && hasOpenConflict(layer, task.id),
  });
};

const before = (task: Task, changes: Partial<Task>): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(changes)
      .filter((field) => field !== 'status_at' && field !== 'held_at')
      .map((field) => [field, task[field as keyof Task]]),
  );

const eventOf = (
  mutation: TaskMutation,
  author: Author,
  stoodBefore: Record<string, unknown>,
): TaskEvent => ({
  ...newRow(mutation.id, mutation),
  task_id: mutation.entity_id,
  kind: mutation.kind.slice('task.'.length) as TaskEventKind,
  outcome: 'applied',
  reason: null,
  actor_id: author.userId,
  actor_role: author.role,
  actor_team_id: author.teamId,
  payload: { ...mutation.payload },
  before: stoodBefore,
  device_at: mutation.device_at,
  received_at: mutation.device_at,
  resolved_at: null,
});

const resolve = (layer: Layer, ids: readonly string[] = [], { device_at }: TaskMutation): void => {
  for (const id of ids) {
    const event = layer.get('task_events', id);
    if (event) layer.put('task_events', { ...event, resolved_at: device_at });
  }
};

const hasOpenConflict = (layer: Layer, taskId: string): boolean =>
  layer
    .by('task_events', taskId)
    .some(({ outcome, resolved_at }) => outcome === 'conflict' && resolved_at === null);

/** The columns that every row begins with, for one that only this phone has. */
export const newRow = (id: string, { operation_id, device_at }: Mutation) => ({
  id,
  operation_id,
  version: unsentVersion,
  created_at: device_at,
  updated_at: device_at,
  deleted_at: null,
});

/** "T-4F2A": as public.task_code() draws it from the id. */
const taskCode = (id: string): string => `T-${id.slice(0, 4).toUpperCase()}`;

export const taskEffects: Effects<TaskMutation['kind']> = {
  'task.create': (layer, mutation, author) => {
    const { entity_id: id, device_at, payload } = mutation;
    if (layer.get('tasks', id)) return;
    const { team_id: teamId = null, ...fields } = payload;
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
      holding: teamId === null ? null : 'assigned',
      held_at: teamId === null ? null : device_at,
      done_team_id: null,
      ...fields,
    });
    layer.put('task_events', eventOf(mutation, author, {}));
  },

  'task.update': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, payload) => {
      const fitting = fittingFields(task, payload, mutation.base_version);
      const asked = Object.keys(payload.set).length;
      return asked > 0 && Object.keys(fitting).length === 0 ? null : fitting;
    }),

  'task.status': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, { status, from, reason }) => {
      if (task.status === status) return {};
      if (from !== undefined && task.status !== from) return null;
      if (!transition(task.status, status)) return null;
      return {
        status,
        status_at: mutation.device_at,
        status_reason: reason ?? null,
        ...(status === 'done' ? { done_team_id: task.team_id } : {}),
      };
    }),

  'task.claim': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, payload) => {
      const teamId = payload.team_id ?? author.teamId;
      if (task.team_id === teamId) return {};
      if (task.team_id !== (payload.from_team_id ?? null)) return null;
      return { team_id: teamId, holding: 'claimed', held_at: mutation.device_at };
    }),

  'task.hand_over': (layer, mutation, author) =>
    onTask(layer, mutation, author, (task, { team_id: teamId, from_team_id: from }) => {
      if (task.team_id === teamId) return {};
      if (from !== undefined && task.team_id !== from) return null;
      const holding =
        teamId === null ? 'given_back' : author.role === 'admin' ? 'assigned' : 'handed_over';
      return { team_id: teamId, holding, held_at: mutation.device_at };
    }),

  'task.comment': (layer, mutation, author) => onTask(layer, mutation, author, () => ({})),
};
