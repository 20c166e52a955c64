import type { Priority, TaskKind, TaskStatus } from '../../../src/lib/domain/vocabulary.ts';
import type { TaskFields } from '../../../src/lib/domain/mutations.ts';
import {
  actId,
  areaId,
  isoAt,
  siteId,
  taskId,
  teamId,
  type Act,
  type ActorKey,
  type TeamKey,
} from './act.ts';

/** What happens to one task after it was made. */
type Step = { by: ActorKey; at: number; key?: string } & (
  | { to: TaskStatus; reason?: string; seen?: TaskStatus }
  | { say: string; help?: boolean }
  | { claim: TeamKey }
  | { handTo: TeamKey | null; note?: string }
  | { set: Partial<TaskFields>; base?: Partial<TaskFields>; resolves?: string[] }
);

export interface TaskStory {
  key: string;
  kind: TaskKind;
  title: string;
  details?: string;
  site: string;
  area?: string;
  priority: Priority;
  /** Minutes from now. */
  due?: number;
  people?: number;
  team?: TeamKey;
  by?: ActorKey;
  at: number;
  steps?: Step[];
}

/** The steps of a task's life by one actor: `moves('team1', [-90, 'en_route'], [-60, 'done'])`. */
export const moves = (by: ActorKey, ...list: readonly (readonly [number, TaskStatus])[]): Step[] =>
  list.map(([at, to]) => ({ by, at, to }));

export const say = (by: ActorKey, at: number, body: string): Step => ({ by, at, say: body });

/** The mutations of a task; each status step says the status that its author saw. */
export const taskActs = (story: TaskStory, now: Date): Act[] => {
  const entityId = taskId(story.key);
  let status: TaskStatus = 'open';
  const create: Act = {
    by: story.by ?? 'admin',
    at: story.at,
    kind: 'task.create',
    entityId,
    payload: {
      kind: story.kind,
      title: story.title,
      details: story.details ?? null,
      site_id: siteId(story.site),
      area_id: story.area === undefined ? null : areaId(story.area),
      priority: story.priority,
      due_at: story.due === undefined ? null : isoAt(now, story.due),
      people_expected: story.people ?? null,
      team_id: story.team === undefined ? null : teamId(story.team),
    },
  };
  const follow = (story.steps ?? []).map((step): Act => {
    const base = {
      by: step.by,
      at: step.at,
      entityId,
      ...(step.key === undefined ? {} : { key: step.key }),
    };
    if ('say' in step) {
      const payload = { body: step.say, ...(step.help ? { help: true } : {}) };
      return { ...base, kind: 'task.comment', payload };
    }
    if ('claim' in step) {
      const payload = { team_id: teamId(step.claim), from_team_id: null };
      return { ...base, kind: 'task.claim', payload };
    }
    if ('handTo' in step) {
      const payload = {
        team_id: step.handTo === null ? null : teamId(step.handTo),
        ...(step.note === undefined ? {} : { note: step.note }),
      };
      return { ...base, kind: 'task.hand_over', payload };
    }
    if ('set' in step) {
      const payload = {
        set: step.set,
        ...(step.base === undefined ? {} : { base: step.base }),
        ...(step.resolves === undefined ? {} : { resolves: step.resolves.map(actId) }),
      };
      return { ...base, kind: 'task.update', payload };
    }
    const payload = {
      status: step.to,
      from: step.seen ?? status,
      ...(step.reason === undefined ? {} : { reason: step.reason }),
    };
    if (step.seen === undefined) status = step.to;
    return { ...base, kind: 'task.status', payload };
  });
  return [create, ...follow];
};
