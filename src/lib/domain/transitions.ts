import type { TaskStatus } from './vocabulary.ts';

export interface Transition {
  /** The status is refused without a reason in words. */
  needsReason: boolean;
}

const plain: Transition = { needsReason: false };
const withReason: Transition = { needsReason: true };

/**
 * The life of a task: `transitions[from][to]` exists when the step is allowed.
 * public.task_transitions() in the database is the same table; tests/db/transitions.test.ts compares them.
 */
export const transitions: Readonly<
  Record<TaskStatus, Readonly<Partial<Record<TaskStatus, Transition>>>>
> = {
  open: { en_route: plain, in_progress: plain, cancelled: withReason },
  en_route: { in_progress: plain, blocked: withReason, cancelled: withReason },
  in_progress: { done: plain, blocked: withReason, cancelled: withReason },
  blocked: { in_progress: plain, cancelled: withReason },
  done: { verified: plain, in_progress: plain, cancelled: withReason },
  verified: {},
  cancelled: { open: plain },
};

/** The step from one status to another, or undefined when the table does not allow it. */
export const transition = (from: TaskStatus, to: TaskStatus): Transition | undefined =>
  transitions[from][to];

/** The statuses that can follow, in the table's order. */
export const nextStatuses = (from: TaskStatus): TaskStatus[] =>
  Object.keys(transitions[from]) as TaskStatus[];
