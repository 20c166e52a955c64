/** The decisions that a person can take on a conflict, as the mutations that carry them out. */
import type { Payloads } from '$lib/domain/mutations';
import { mayClaimTask, mayMoveTask, mayWorkOnTask, type Actor } from '$lib/domain/permissions';
import type { Task, TaskEvent } from '$lib/domain/rows';
import { transition } from '$lib/domain/transitions';
import type { OperationStatus } from '$lib/domain/vocabulary';
import { offered, type OfferedStep } from './offered.ts';
import { readEvent, type FieldChange, type HistoryLine } from './readEvent.ts';

/** A mutation of this task, still without its id and time. */
export type TaskAsk = {
  [K in 'task.update' | 'task.status' | 'task.claim' | 'task.hand_over']: {
    kind: K;
    payload: Payloads[K];
  };
}['task.update' | 'task.status' | 'task.claim' | 'task.hand_over'];

export interface ConflictChoices {
  event: TaskEvent;
  /** What the other person asked for. */
  asked: HistoryLine;
  /** The task stays as it is, and the conflict is settled; null when this person may not decide. */
  keep: TaskAsk | null;
  /** What was asked for is done after all; null when it is not possible or not allowed now. */
  apply: TaskAsk | null;
  /** `apply` would change nothing: the task stands where it was asked to be. */
  agrees: boolean;
  /** Fields may be edited, and saving settles the conflict. */
  edit: boolean;
  /** Other statuses that the task may go to, for a conflict about its status. */
  steps: OfferedStep[];
  /** It may be given to yet another team, for a conflict about who holds it. */
  holder: boolean;
}

/** The conflicts of a task that nobody has decided yet, oldest first as given. */
export const openConflicts = (history: readonly TaskEvent[]): TaskEvent[] =>
  history.filter((event) => event.outcome === 'conflict' && event.resolved_at === null);

export const conflictChoices = (
  actor: Actor,
  task: Task,
  event: TaskEvent,
  operation: OperationStatus,
): ConflictChoices => {
  const asked = askedFor(event);
  const decides = operation === 'active' && mayWorkOnTask(actor, task);
  const agrees = standsAsAsked(task, asked);
  const resolves = [event.id];
  const { steps, handOver } = offered(actor, task, operation);
  return {
    event,
    asked,
    agrees,
    keep: decides ? { kind: 'task.update', payload: { set: {}, resolves } } : null,
    apply: operation === 'active' && !agrees ? applied(actor, task, asked, resolves) : null,
    edit: decides && asked.type === 'changed',
    steps: asked.type === 'status' ? steps.filter(({ to }) => to !== asked.to) : [],
    holder: handOver && (asked.type === 'claimed' || asked.type === 'handed_over'),
  };
};

/** Of an update that was taken in part, only the fields that could not be set are in question. */
const askedFor = (event: TaskEvent): HistoryLine => {
  const line = readEvent(event);
  if (line.type !== 'changed') return line;
  const disputed = line.fields.filter(({ field }) => field in event.before);
  return disputed.length === 0 ? line : { type: 'changed', fields: disputed };
};

/**
 * The entry by which these fields came to stand as they do: the last one that was done, by whoever.
 *
 * @param eventId the entry of the conflict itself, which changed nothing
 * @param fields `status`, `team_id` or fields of the task
 */
export const lastOther = (
  history: readonly TaskEvent[],
  eventId: string,
  fields: readonly string[],
): TaskEvent | undefined =>
  history.findLast(
    (event) =>
      event.id !== eventId &&
      event.outcome === 'applied' &&
      fieldsSetBy(event).some((field) => fields.includes(field)),
  );

/** The fields that a line of the history is about, as `lastOther` names them. */
export const fieldsAsked = (asked: HistoryLine): string[] => {
  if (asked.type === 'status') return ['status'];
  if (asked.type === 'changed') return asked.fields.map(({ field }) => field);
  return asked.type === 'claimed' || asked.type === 'handed_over' ? ['team_id'] : [];
};

const fieldsSetBy = ({ kind, payload }: TaskEvent): string[] => {
  if (kind === 'status') return ['status'];
  if (kind === 'claim' || kind === 'hand_over') return ['team_id'];
  if (kind === 'create') return [...Object.keys(payload), 'status', 'team_id'];
  return kind === 'update' ? Object.keys(payload['set'] ?? {}) : [];
};

const standsAsAsked = (task: Task, asked: HistoryLine): boolean => {
  switch (asked.type) {
    case 'status':
      return task.status === asked.to;
    case 'claimed':
    case 'handed_over':
      return task.team_id === asked.teamId;
    case 'changed':
      return asked.fields.every(({ field, to }) => task[field] === to);
    default:
      return false;
  }
};

const applied = (
  actor: Actor,
  task: Task,
  asked: HistoryLine,
  resolves: string[],
): TaskAsk | null => {
  switch (asked.type) {
    case 'status': {
      const step = transition(task.status, asked.to);
      if (!step || !mayMoveTask(actor, task, asked.to)) return null;
      if (step.needsReason && asked.reason === null) return null;
      const reason = asked.reason === null ? {} : { reason: asked.reason };
      const payload = { status: asked.to, from: task.status, ...reason, resolves };
      return { kind: 'task.status', payload };
    }
    case 'claimed':
    case 'handed_over':
      return given(actor, task, asked.teamId, resolves);
    case 'changed':
      return mayWorkOnTask(actor, task)
        ? { kind: 'task.update', payload: changed(task, asked.fields, resolves) }
        : null;
    default:
      return null;
  }
};

/** My own team takes what nobody holds; whoever may work on the task hands it to another. */
const given = (
  actor: Actor,
  task: Task,
  teamId: string | null,
  resolves: string[],
): TaskAsk | null => {
  const from_team_id = task.team_id;
  if (teamId !== null && teamId === actor.teamId && mayClaimTask(actor, task)) {
    return { kind: 'task.claim', payload: { team_id: teamId, from_team_id, resolves } };
  }
  if (!mayWorkOnTask(actor, task)) return null;
  return { kind: 'task.hand_over', payload: { team_id: teamId, from_team_id, resolves } };
};

const changed = (
  task: Task,
  fields: FieldChange[],
  resolves: string[],
): Payloads['task.update'] => ({
  set: Object.fromEntries(fields.map(({ field, to }) => [field, to])),
  base: Object.fromEntries(fields.map(({ field }) => [field, task[field]])),
  resolves,
});
