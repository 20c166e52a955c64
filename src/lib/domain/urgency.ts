import type { Task } from './rows.ts';
import { priorities } from './vocabulary.ts';

/** Tasks that still ask for work. */
export const isActive = (task: Pick<Task, 'status'>): boolean =>
  task.status !== 'done' && task.status !== 'verified' && task.status !== 'cancelled';

/** Whether the task should have been finished by now. */
export const isLate = (task: Pick<Task, 'status' | 'due_at'>, nowMs: number): boolean =>
  isActive(task) && task.due_at !== null && Date.parse(task.due_at) < nowMs;

/**
 * The order in which a team should read its tasks: what still asks for work first, then what waits
 * for a person's decision, then priority, then the nearest due time, then the oldest.
 */
export const byUrgency = (a: Task, b: Task): number =>
  Number(isActive(b)) - Number(isActive(a)) ||
  Number(b.needs_review) - Number(a.needs_review) ||
  priorities.indexOf(a.priority) - priorities.indexOf(b.priority) ||
  compareDue(a, b) ||
  compareText(a.created_at, b.created_at) ||
  compareText(a.id, b.id);

/** By code units: a collator knows nothing more of times and ids, and takes a phone long to load. */
const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** A task with no due time comes after every task with one. */
const compareDue = (a: Task, b: Task): number => {
  if (a.due_at === b.due_at) return 0;
  if (a.due_at === null) return 1;
  if (b.due_at === null) return -1;
  return Date.parse(a.due_at) - Date.parse(b.due_at);
};
