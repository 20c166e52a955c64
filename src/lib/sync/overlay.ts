/**
 * Pending mutations laid over the server's rows [K2]: what the database will do with each kind,
 * so that a tap shows at once what the server will say later. Pure: the same input, the same layer.
 */
import type { Mutation, MutationKind } from '../domain/mutations.ts';
import type { deskEffects } from './effects-desks.ts';
import { placeEffects } from './effects-places.ts';
import { releaseEffects } from './effects-releases.ts';
import { taskEffects } from './effects-tasks.ts';
import { teamEffects } from './effects-teams.ts';
import type { Author, Effect, Effects, Overlay, ReadRows } from './layer.ts';
import { Layer } from './layer.ts';

type DeskKind = keyof typeof deskEffects;

const atOnce: Effects<Exclude<MutationKind, DeskKind>> = {
  ...taskEffects,
  ...teamEffects,
  ...placeEffects,
  ...releaseEffects,
  // An event of the log, and nothing else [K8].
  'record.discard': () => undefined,
};

// The table pairs each kind with the effect that takes it; TypeScript cannot follow the pair.
const effects = new Map(Object.entries(atOnce) as [MutationKind, Effect][]);
let loading: Promise<void> | null = null;

/** Whether `overlay` shows mutations of these kinds: those of the desks only once they are loaded. */
export const hasEffects = (kinds: readonly MutationKind[]): boolean =>
  kinds.every((kind) => effects.has(kind));

/**
 * Loads what these kinds need, so that the task list does not bring it along.
 * @returns when it is there, or cannot be had: what is recorded is kept without being shown then
 */
export const readyEffects = async (kinds: readonly MutationKind[]): Promise<void> => {
  if (hasEffects(kinds)) return;
  loading ??= import('./effects-desks.ts').then(
    ({ deskEffects }) => {
      for (const [kind, effect] of Object.entries(deskEffects))
        effects.set(kind as DeskKind, effect as Effect);
    },
    () => {
      loading = null;
    },
  );
  await loading;
};

/** @param mutations in the order in which they were made */
export const overlay = (
  rows: ReadRows,
  mutations: readonly Mutation[],
  author: Author,
): Overlay => {
  const layer = new Layer(rows);
  for (const mutation of mutations) effects.get(mutation.kind)?.(layer, mutation, author);
  return layer.rows;
};
