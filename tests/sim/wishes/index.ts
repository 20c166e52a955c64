/**
 * What a person does with the phone: everything that the app lets one record, by what is on its screen.
 *
 * A new kind of mutation has one entry in the file of its entity, of the form `KindOfWish`: how often
 * it is wished for beside the others, who may, and what it asks for, given what its author sees. A
 * new entity has a file of its own, spread into `deskWishes` below. The types ask for an entry for
 * every kind of src/lib/domain/mutations.ts; tests/sim/sim.test.ts fails when one of them is never
 * applied, or never shown before the server's word, in the seeds that it runs.
 *
 * A new table has an entry in sight.ts (who may see which row: the types ask for it) and one in
 * effects.ts where mutations add rows to it; what has to be true of its rows at rest is a rule in
 * rules/. That every phone has the rows that the server gives its account is checked as it is.
 */
import type { MutationKind } from '../../../src/lib/domain/mutations.ts';
import type { Choices } from '../dice.ts';
import { careWishes, seeThrough } from './care.ts';
import { evidenceWishes } from './evidence.ts';
import { peopleWishes } from './people.ts';
import { photoWishes } from './photos.ts';
import * as places from './places.ts';
import * as releases from './releases.ts';
import { reportWishes } from './reports.ts';
import * as tasks from './tasks.ts';
import * as teams from './teams.ts';
import { confirmOn, tracingWishes } from './tracing.ts';
import type { KindOfWish, KindsOfWishes, Make, Seen, Wish } from './wish.ts';

/**
 * What a seed knows of the vocabulary: one that was pinned when there was less of it goes its old way.
 * `releases` are tasks and releases, `everything` is all of it.
 */
export type Knowledge = 'tasks' | 'releases' | 'everything';

/** Null when there is nothing on the screen to do it to. */
export const wishOf = (seen: Seen, knows: Knowledge): Wish | null => {
  if (knows !== 'everything') return dailyWish(seen, knows);
  const begun = goOn(seen);
  if (begun) return begun;
  const share = seen.author.role === 'admin' ? 0.6 : 0.35;
  if (seen.dice.chance(share)) return dailyWish(seen, knows);
  return deskWish(seen);
};

/**
 * What somebody else has to do is tried by whoever did the first half, and mostly at once: as a wish
 * among many it would hardly ever come to it.
 */
const goingOn: {
  [K in MutationKind]?: [chance: number, make: (seen: Seen, id: string) => Wish | null];
} = {
  'task.status': [0.3, tasks.goOn],
  'care.open': [0.6, seeThrough],
  'care.triage': [0.8, seeThrough],
  'care.step': [0.8, seeThrough],
  'tracing.claim': [0.7, confirmOn],
  'tracing.claim_step': [0.6, confirmOn],
};

const goOn = (seen: Seen): Wish | null => {
  const { last, dice } = seen;
  const [chance, make] = (last && goingOn[last.kind]) ?? [0];
  return last && make && dice.chance(chance) ? make(seen, last.entity_id) : null;
};

type DailyKind =
  | Extract<
      MutationKind,
      `${'task' | 'team' | 'site' | 'area' | 'operation' | 'release'}.${string}`
    >
  // Laid down by hands that have something to lay down.
  | 'record.discard';

type DeskKind = Exclude<MutationKind, DailyKind>;

const deskWishes: KindsOfWishes<DeskKind> = {
  ...peopleWishes,
  ...careWishes,
  ...tracingWishes,
  ...reportWishes,
  ...evidenceWishes,
  ...photoWishes,
};

const deskKinds = Object.keys(deskWishes) as DeskKind[];

/** Somebody who finds nothing to do looks at the next desk. */
const desks = 4;

const deskWish = (seen: Seen): Wish | null => {
  for (let desk = 0; desk < desks; desk += 1) {
    const kind = seen.dice.weighted(choicesOf(seen));
    const { may, make }: KindOfWish<MutationKind> = deskWishes[kind];
    if (!may(seen.author) && !seen.dice.chance(0.06)) continue;
    const wish = make(seen);
    // The table pairs each kind with its payload; TypeScript cannot follow the pair.
    if (wish) return { kind, ...wish } as Wish;
  }
  return null;
};

/**
 * What stands often comes up less: so the rarest of all kinds comes up in a short run too, and what
 * was tried in vain comes up until it is applied.
 */
const rarer = (weight: number, standing: number): number => weight / (1 + standing) ** 2;

const choicesOf = ({ standing }: Seen): Choices<DeskKind> =>
  deskKinds.map(
    (kind) => [rarer(deskWishes[kind].weight, standing(kind)), kind] as const,
  ) as unknown as Choices<DeskKind>;

const dailyWish = (seen: Seen, knows: Knowledge): Wish | null => {
  const { dice, author } = seen;
  // Whoever only watches tries now and then what is not allowed.
  const isAdmin = author.role === 'admin';
  // Few administer, and all of what they alone may do is to come up in a short run too.
  if (isAdmin && knows === 'everything' && dice.chance(0.7)) return rareWish(seen);
  const wishes = isAdmin ? adminWishes : fieldWishes;
  const [first, ...rest] = wishes;
  const make = dice.weighted(
    knows === 'tasks' ? [first, ...rest.filter(([, one]) => one !== releases.record)] : wishes,
  );
  return make(seen);
};

const fieldWishes: Choices<Make> = [
  [26, tasks.status],
  [18, tasks.comment],
  [16, tasks.update],
  [6, tasks.claim],
  [6, tasks.handOver],
  [4, tasks.create],
  [5, teams.status],
  [8, teams.checkin],
  [7, places.search],
  [7, releases.record],
  [2, places.createArea],
  [3, tasks.decide],
];

/** What only an admin may, and what is made of it by turns. */
const rareWishes: readonly [make: Make, ...kinds: MutationKind[]][] = [
  [places.createArea, 'area.create'],
  [places.updateArea, 'area.update'],
  [places.updateSite, 'site.update'],
  [places.passing, 'site.create'],
  [teams.passing, 'team.create', 'team.update'],
  [teams.renameOperation, 'operation.update'],
];

const rareWish = (seen: Seen): Wish | null => {
  const choices = rareWishes.map(([make, ...kinds]) => {
    const standing = Math.min(...kinds.map((kind) => seen.standing(kind)));
    return [rarer(1, standing), make] as const;
  });
  return seen.dice.weighted(choices as unknown as Choices<Make>)(seen);
};

const adminWishes: Choices<Make> = [
  ...fieldWishes,
  [6, places.updateArea],
  [6, places.updateSite],
  [4, places.passing],
  [3, teams.passing],
  [2, teams.renameOperation],
  [10, tasks.decide],
];
