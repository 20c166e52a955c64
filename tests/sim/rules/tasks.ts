import type { TaskFields } from '../../../src/lib/domain/mutations.ts';
import type { Task, TaskEvent } from '../../../src/lib/domain/rows.ts';
import { transition } from '../../../src/lib/domain/transitions.ts';
import type { TaskStatus } from '../../../src/lib/domain/vocabulary.ts';
import type { Rule } from './index.ts';
import { faultsInHistory, grouped } from './history.ts';

/** What an update sets as it was asked for: a place is worked out from site and area. */
const plainFields: readonly (keyof TaskFields)[] = [
  ...(['kind', 'title', 'details', 'priority', 'due_at', 'people_expected'] as const),
];

/** [C1], [C2], [C4], [C6], [P3]: a task is what its history says, and nobody verifies their own work. */
export const tasksRule: Rule = ({ tasks, task_events }, { seqOf }) => {
  const faults: string[] = [];
  // What fitted of an update beside a conflict has an entry that is not in the log.
  const byVersion = new Map(task_events.map(({ id, version }) => [id, version]));
  const entries = grouped(
    task_events.filter(({ kind }) => kind !== 'comment'),
    ({ task_id }) => task_id,
    (id) => byVersion.get(id) ?? seqOf(id),
  );
  for (const task of tasks) {
    const events = entries.get(task.id) ?? [];
    const history = events.map((event) => ({
      isOpenConflict: event.outcome === 'conflict' && event.resolved_at === null,
      set: event.outcome === 'applied' ? setBy(event) : null,
    }));
    faults.push(...faultsInHistory('Task', task, history), ...faultsInSteps(task, events));
  }
  return faults;
};

const setBy = ({ kind, payload }: TaskEvent): Record<string, unknown> => {
  const set = { create: payload, update: payload['set'] }[kind as string] ?? {};
  const said = set as Record<string, unknown>;
  return Object.fromEntries(
    plainFields.flatMap((field) => (field in said ? [[field, readable(said[field])]] : [])),
  );
};

const readable = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? null : value;

/** Step for step, with who held it and whose work it was. */
const faultsInSteps = (task: Task, events: readonly TaskEvent[]): string[] => {
  const faults: string[] = [];
  let status: TaskStatus = 'open';
  let team: string | null = null;
  let doneBy: string | null = null;
  for (const { kind, outcome, payload, actor_role, actor_team_id } of events) {
    if (outcome === 'conflict') continue;
    if (kind === 'create' || kind === 'hand_over')
      team = (payload['team_id'] ?? null) as string | null;
    if (kind === 'claim') team = (payload['team_id'] ?? actor_team_id) as string | null;
    const to: TaskStatus = kind === 'status' ? (payload['status'] as TaskStatus) : status;
    if (to === status) continue;
    if (!transition(status, to)) faults.push(`Task ${task.id} went from ${status} to ${to}.`);
    const isOwn = actor_team_id === null || actor_team_id === (doneBy ?? team);
    if (to === 'verified' && actor_role !== 'admin' && isOwn)
      faults.push(
        `Task ${task.id} was verified by ${actor_role} of ${actor_team_id}, whose work it was.`,
      );
    if (to === 'done') doneBy = team;
    status = to;
  }
  const said = { status, team_id: team, done_team_id: doneBy };
  for (const [field, value] of Object.entries(said))
    if (task[field as keyof typeof said] !== value)
      faults.push(
        `Task ${task.id} has ${field} ${task[field as keyof typeof said]}, and its history says ${value}.`,
      );
  return faults;
};
