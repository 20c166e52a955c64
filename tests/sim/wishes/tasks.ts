/** Tasks: what a field coordinator does all day. */
import type { Payloads } from '../../../src/lib/domain/mutations.ts';
import type { Task } from '../../../src/lib/domain/rows.ts';
import { nextStatuses } from '../../../src/lib/domain/transitions.ts';
import type { TaskStatus } from '../../../src/lib/domain/vocabulary.ts';
import { priorities, taskKinds, taskStatuses } from '../../../src/lib/domain/vocabulary.ts';
import type { Make, Seen, Wish } from './wish.ts';
import { inOrder, words } from './wish.ts';

/** Most people work on the same few tasks. */
const someTask = ({ replica, dice, author }: Seen): Task | undefined => {
  const tasks = inOrder(replica.all('tasks'));
  const own = tasks.filter((task) => task.team_id === author.teamId);
  if (author.role === 'admin' || own.length === 0 || dice.chance(0.15))
    return dice.pickUnevenly(tasks);
  return dice.pickUnevenly(own);
};

const onTask =
  (make: (task: Task, seen: Seen) => Wish | null): Make =>
  (seen) => {
    const task = someTask(seen);
    return task ? make(task, seen) : null;
  };

export const status = onTask((task, { dice }) => {
  const any = dice.pick(taskStatuses);
  const to = dice.chance(0.03) ? any : (dice.pick(nextStatuses(task.status)) ?? any);
  const reason = dice.chance(0.9) ? dice.pick(words) : '';
  return { kind: 'task.status', entityId: task.id, payload: { status: to, reason } };
});

const onward: Partial<Record<TaskStatus, TaskStatus>> = {
  ...{ open: 'in_progress', en_route: 'in_progress', blocked: 'in_progress' },
  ...{ in_progress: 'done', done: 'verified' },
};

/** The same person brings it to its end, and verifies it too, which another team has to do [P3]. */
export const goOn = ({ replica }: Seen, taskId: string): Wish | null => {
  const to = onward[replica.get('tasks', taskId)?.status ?? 'verified'];
  return to ? { kind: 'task.status', entityId: taskId, payload: { status: to, reason: '' } } : null;
};

export const comment = onTask((task, { dice }) => ({
  kind: 'task.comment',
  entityId: task.id,
  payload: { body: dice.pick(words), ...(dice.chance(0.1) ? { help: true } : {}) },
}));

export const update = onTask((task, { dice, replica, nowMs }) => {
  const site = dice.pick(replica.all('sites'));
  const area = dice.pick(replica.all('site_areas'));
  const set = dice.weighted<Payloads['task.update']['set']>([
    [4, { title: `${dice.pick(words)} ${dice.int(4)}` }],
    [3, { priority: dice.pick(priorities) }],
    [3, { details: dice.pick(words), people_expected: dice.int(40) }],
    [1, { due_at: new Date(nowMs + dice.int(24) * 3_600_000).toISOString() }],
    [1, { kind: dice.pick(taskKinds) }],
    [1, { site_id: site?.id ?? null }],
    [1, { area_id: area?.id ?? null }],
    [1, { title: '  ', people_expected: null }],
  ]);
  return { kind: 'task.update', entityId: task.id, payload: { set } };
});

export const decide: Make = (seen) => {
  const { replica, dice } = seen;
  const task = dice.pick(inOrder(replica.all('tasks').filter(({ needs_review }) => needs_review)));
  if (!task) return null;
  const open = replica
    .by('task_events', task.id)
    .filter(({ outcome, resolved_at }) => outcome === 'conflict' && resolved_at === null);
  const resolves = open.map(({ id }) => id).toSorted();
  if (resolves.length === 0) return null;
  return { kind: 'task.update', entityId: task.id, payload: { set: {}, resolves } };
};

export const claim: Make = (seen) => {
  const { replica, dice } = seen;
  const free = replica.all('tasks').filter(({ team_id }) => team_id === null);
  const task = dice.pick(inOrder(free));
  return task ? { kind: 'task.claim', entityId: task.id, payload: {} } : null;
};

export const handOver = onTask((task, { dice, replica }) => {
  const team = dice.chance(0.3) ? null : dice.pick(replica.all('teams'));
  return { kind: 'task.hand_over', entityId: task.id, payload: { team_id: team?.id ?? null } };
});

export const create: Make = ({ dice, replica, author }) => {
  const site = dice.chance(0.5) ? dice.pick(replica.all('sites')) : undefined;
  return {
    kind: 'task.create',
    entityId: dice.uuid(),
    payload: {
      kind: dice.pick(taskKinds),
      title: dice.pick(words),
      ...(site ? { site_id: site.id } : {}),
      ...(dice.chance(0.6) ? { team_id: author.teamId } : {}),
    },
  };
};
