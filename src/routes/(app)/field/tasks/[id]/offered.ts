/** What the task page offers: no button that would be refused. */
import {
  mayClaimTask,
  mayCommentOnTask,
  mayMoveTask,
  mayWorkOnTask,
  type Actor,
} from '$lib/domain/permissions';
import type { Task } from '$lib/domain/rows';
import { nextStatuses, transition } from '$lib/domain/transitions';
import type { OperationStatus, TaskStatus } from '$lib/domain/vocabulary';

export interface OfferedStep {
  to: TaskStatus;
  needsReason: boolean;
  /** The way forward, shown large; the others stand below it. */
  main: boolean;
}

export interface Offered {
  steps: OfferedStep[];
  claim: boolean;
  handOver: boolean;
  giveBack: boolean;
  edit: boolean;
  comment: boolean;
}

const nothing: Offered = {
  steps: [],
  claim: false,
  handOver: false,
  giveBack: false,
  edit: false,
  comment: false,
};

/** What this person may ask for now; nothing once the operation is closed. */
export const offered = (actor: Actor, task: Task, operation: OperationStatus): Offered => {
  if (operation === 'closed') return nothing;
  const works = mayWorkOnTask(actor, task);
  const steps = offeredSteps(actor, task);
  return {
    steps,
    claim: mayClaimTask(actor, task),
    handOver: works && !isOver(task),
    giveBack: works && task.team_id !== null && !isOver(task),
    edit: works && !isOver(task),
    comment: mayCommentOnTask(actor),
  };
};

const isOver = (task: Pick<Task, 'status'>) =>
  task.status === 'verified' || task.status === 'cancelled';

const offeredSteps = (actor: Actor, task: Task): OfferedStep[] => {
  const allowed = nextStatuses(task.status).filter((to) => mayMoveTask(actor, task, to));
  const forward = allowed.find((to) => to !== 'cancelled' && to !== 'blocked');
  return allowed.map((to) => ({
    to,
    needsReason: transition(task.status, to)?.needsReason ?? false,
    main: to === forward,
  }));
};
