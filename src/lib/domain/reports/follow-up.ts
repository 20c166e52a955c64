/** How far a lead is [D6]: it follows from the task that follows the lead, and is stored nowhere. */
import type { TaskStatus } from '../vocabulary.ts';
import type { ReportStatus } from './vocabulary.ts';

/**
 * - `open`: nobody follows it
 * - `followed`: its task is on its way
 * - `closed`: its task is done, or the lead itself was found to be worth nothing more
 */
export type FollowUp = 'open' | 'followed' | 'closed';

/**
 * What the task's status makes of its lead. A task that was cancelled has found nothing out: its
 * lead is open again. One that is taken up again takes its lead up again too.
 */
const followUpByTask: Readonly<Record<TaskStatus, FollowUp>> = {
  open: 'followed',
  en_route: 'followed',
  in_progress: 'followed',
  blocked: 'followed',
  done: 'closed',
  verified: 'closed',
  cancelled: 'open',
};

/**
 * @param task the task that the lead names; undefined where it names none, or the task is not on this
 *   phone, which then cannot say that somebody follows it
 */
export const followUpOf = (
  lead: { status: ReportStatus },
  task: { status: TaskStatus } | undefined,
): FollowUp => {
  if (lead.status === 'refuted' || lead.status === 'superseded') return 'closed';
  return task ? followUpByTask[task.status] : 'open';
};
