/**
 * Pending mutations laid over the server's rows [K2]: what the database will do with each kind,
 * so that a tap shows at once what the server will say later. Pure: the same input, the same layer.
 */
import type { Mutation, MutationKind } from '../domain/mutations.ts';
import { peopleEffects } from './effects-people.ts';
import { careEffects } from './effects-care.ts';
import { evidenceEffects } from './effects-evidence.ts';
import { placeEffects } from './effects-places.ts';
import { taskEffects } from './effects-tasks.ts';
import { releaseEffects } from './effects-releases.ts';
import { reportEffects } from './effects-reports.ts';
import { teamEffects } from './effects-teams.ts';
import { tracingEffects } from './effects-tracing.ts';
import type { Author, Effect, Effects, Overlay, ReadRows } from './layer.ts';
import { Layer } from './layer.ts';

const effects: Effects<MutationKind> = {
  ...taskEffects,
  ...teamEffects,
  ...placeEffects,
  ...releaseEffects,
  ...peopleEffects,
  ...careEffects,
  ...tracingEffects,
  ...reportEffects,
  ...evidenceEffects,
  // An event of the log, and nothing else [K8].
  'record.discard': () => undefined,
};

/** @param mutations in the order in which they were made */
export const overlay = (
  rows: ReadRows,
  mutations: readonly Mutation[],
  author: Author,
): Overlay => {
  const layer = new Layer(rows);
  // The table pairs each kind with the effect that takes it; TypeScript cannot follow the pair.
  for (const mutation of mutations) (effects[mutation.kind] as Effect)(layer, mutation, author);
  return layer.rows;
};
