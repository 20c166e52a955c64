/** What a person does with the phone: everything that the app lets one record, by what is on its screen. */
import { releaseGroups } from '../../src/lib/domain/care/vocabulary.ts';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import type { Task } from '../../src/lib/domain/rows.ts';
import { nextStatuses } from '../../src/lib/domain/transitions.ts';
import {
  areaAccesses,
  priorities,
  searchMethods,
  searchResults,
  siteStatuses,
  taskKinds,
  taskStatuses,
  teamStatuses,
} from '../../src/lib/domain/vocabulary.ts';
import type { Author } from '../../src/lib/sync/layer.ts';
import type { Replica } from '../../src/lib/sync/replica.ts';
import type { Choices, Dice } from './dice.ts';

export type Wish = {
  [K in MutationKind]: { kind: K; entityId: string; payload: Payloads[K] };
}[MutationKind];

interface Seen {
  replica: Replica;
  author: Author;
  dice: Dice;
  nowMs: number;
}

const words = [
  'north gate',
  'جدار خلفي',
  'keys are missing',
  'دفتر الأسماء',
  'two cells',
  'لا كهرباء',
] as const;

/** Null when there is nothing on the screen to do it to. */
export const wishOf = (seen: Seen, isWithoutReleases: boolean): Wish | null => {
  const { dice, author } = seen;
  // Whoever only watches tries now and then what is not allowed.
  const wishes = author.role === 'admin' ? adminWishes : fieldWishes;
  const [first, ...rest] = wishes;
  const make = dice.weighted(
    isWithoutReleases ? [first, ...rest.filter(([, one]) => one !== release)] : wishes,
  );
  return make(seen);
};

type Make = (seen: Seen) => Wish | null;

/** Most people work on the same few tasks. */
const someTask = ({ replica, dice, author }: Seen): Task | undefined => {
  const tasks = replica.all('tasks').toSorted((a, b) => (a.id < b.id ? -1 : 1));
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

const status = onTask((task, { dice }) => {
  const any = dice.pick(taskStatuses);
  const to = dice.chance(0.03) ? any : (dice.pick(nextStatuses(task.status)) ?? any);
  const reason = dice.chance(0.9) ? dice.pick(words) : '';
  return { kind: 'task.status', entityId: task.id, payload: { status: to, reason } };
});

const comment = onTask((task, { dice }) => ({
  kind: 'task.comment',
  entityId: task.id,
  payload: { body: dice.pick(words), ...(dice.chance(0.1) ? { help: true } : {}) },
}));

const update = onTask((task, { dice, replica, nowMs }) => {
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

const decide: Make = (seen) => {
  const { replica, dice } = seen;
  const tasks = replica.all('tasks').filter(({ needs_review }) => needs_review);
  const task = dice.pick(tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  if (!task) return null;
  const open = replica
    .by('task_events', task.id)
    .filter(({ outcome, resolved_at }) => outcome === 'conflict' && resolved_at === null);
  const resolves = open.map(({ id }) => id).toSorted();
  if (resolves.length === 0) return null;
  return { kind: 'task.update', entityId: task.id, payload: { set: {}, resolves } };
};

const claim: Make = (seen) => {
  const { replica, dice } = seen;
  const free = replica.all('tasks').filter(({ team_id }) => team_id === null);
  const task = dice.pick(free.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  return task ? { kind: 'task.claim', entityId: task.id, payload: {} } : null;
};

const handOver = onTask((task, { dice, replica }) => {
  const team = dice.chance(0.3) ? null : dice.pick(replica.all('teams'));
  return { kind: 'task.hand_over', entityId: task.id, payload: { team_id: team?.id ?? null } };
});

const createTask: Make = ({ dice, replica, author }) => {
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

const ownTeam = (author: Author, replica: Replica, dice: Dice): string | undefined =>
  author.teamId ?? dice.pick(replica.all('teams'))?.id;

const teamStatus: Make = ({ author, replica, dice }) => {
  const entityId = ownTeam(author, replica, dice);
  const payload = { status: dice.pick(teamStatuses) };
  return entityId ? { kind: 'team.status', entityId, payload } : null;
};

const checkin: Make = ({ author, replica, dice, nowMs }) => {
  const entityId = ownTeam(author, replica, dice);
  if (!entityId) return null;
  const at = dice.chance(0.5)
    ? { lat: dice.between(33, 34), lon: dice.between(36, 37), accuracy_m: dice.int(50) }
    : { site_id: dice.pick(replica.all('sites'))?.id ?? null };
  return {
    kind: 'team.checkin',
    entityId,
    payload: {
      checkin_id: dice.uuid(),
      ...at,
      note: dice.pick(words),
      expected_back_at: new Date(nowMs + 3_600_000).toISOString(),
      ...(dice.chance(0.5) ? { status: dice.pick(teamStatuses) } : {}),
    },
  };
};

const release: Make = ({ replica, dice, author }) => {
  const own = replica.all('releases').filter(({ team_id }) => team_id === author.teamId);
  const corrected = dice.chance(0.2)
    ? dice.pick(own.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    : undefined;
  const group = dice.pick(releaseGroups);
  const area = dice.chance(0.7) ? dice.pickUnevenly(replica.all('site_areas')) : undefined;
  return {
    kind: 'release.record',
    entityId: dice.uuid(),
    payload: corrected
      ? { [group]: dice.chance(0.5) ? -1 : 1, corrects: corrected.id }
      : { [group]: 1 + dice.int(3), ...(area ? { area_id: area.id } : {}) },
  };
};

const createArea: Make = ({ replica, dice }) => {
  const site = dice.pick(replica.all('sites'));
  if (!site) return null;
  const payload = { site_id: site.id, level: 'room' as const, name_en: `Room ${dice.int(99)}` };
  return { kind: 'area.create', entityId: dice.uuid(), payload };
};

const search: Make = ({ replica, dice }) => {
  const area = dice.pickUnevenly(replica.all('site_areas'));
  if (!area) return null;
  return {
    kind: 'area.search',
    entityId: area.id,
    payload: {
      search_id: dice.uuid(),
      method: dice.pick(searchMethods),
      result: dice.pick(searchResults),
      note: dice.pick(words),
    },
  };
};

const updateArea: Make = ({ replica, dice }) => {
  const area = dice.pickUnevenly(replica.all('site_areas'));
  const set = dice.chance(0.7) ? { access: dice.pick(areaAccesses) } : { note: dice.pick(words) };
  return area ? { kind: 'area.update', entityId: area.id, payload: { set } } : null;
};

const updateSite: Make = ({ replica, dice }) => {
  const site = dice.pick(replica.all('sites'));
  const set = dice.chance(0.7)
    ? { status: dice.pick(siteStatuses) }
    : { access_notes: dice.pick(words) };
  return site ? { kind: 'site.update', entityId: site.id, payload: { set } } : null;
};

/** Some places and teams come and go. */
const passing: Make = ({ replica, dice }) => {
  const sites = replica.all('sites');
  if (sites.length > 4) {
    const site = dice.pick(sites.filter(({ code }) => code.startsWith('X')));
    return site
      ? { kind: 'site.update', entityId: site.id, payload: { set: { deleted: true } } }
      : null;
  }
  const code = `X${dice.int(1_000_000)}`;
  const payload = { code, name_en: `Site ${code}`, kind: 'shelter' as const };
  return { kind: 'site.create', entityId: dice.uuid(), payload };
};

const newTeam: Make = ({ replica, dice }) => {
  const teams = replica.all('teams');
  if (teams.length < 7) {
    const code = `X${dice.int(1_000_000)}`;
    const payload = { code, name_en: `Team ${code}`, specialty: 'logistics' as const };
    return { kind: 'team.create', entityId: dice.uuid(), payload };
  }
  const team = dice.pick(teams.filter(({ code }) => code.startsWith('X')));
  const set = dice.chance(0.5) ? { deleted: true } : { name_en: dice.pick(words) };
  return team ? { kind: 'team.update', entityId: team.id, payload: { set } } : null;
};

const renameOperation: Make = ({ replica, dice }) => {
  const operation = replica.all('operations')[0];
  const payload = { set: { name_en: `Operation ${dice.int(5)}` } };
  return operation ? { kind: 'operation.update', entityId: operation.id, payload } : null;
};

const fieldWishes: Choices<Make> = [
  [26, status],
  [18, comment],
  [16, update],
  [6, claim],
  [6, handOver],
  [4, createTask],
  [5, teamStatus],
  [8, checkin],
  [7, search],
  [7, release],
  [2, createArea],
  [3, decide],
];

const adminWishes: Choices<Make> = [
  ...fieldWishes,
  [6, updateArea],
  [6, updateSite],
  [4, passing],
  [3, newTeam],
  [2, renameOperation],
  [10, decide],
];
