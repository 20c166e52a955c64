import type { MutationKind } from '../../src/lib/domain/mutations.ts';
import { mutationKinds } from '../../src/lib/domain/mutations.ts';

/** What became of the records of one kind. */
const newKindFigures = () => ({
  made: 0,
  /** The screen was another one in the moment in which it was kept [K2]. */
  shown: 0,
  applied: 0,
  conflicts: 0,
  rejected: 0,
});

/** What happened in a run, for the line that is printed of it. */
export const newFigures = () => ({
  mutations: 0,
  events: 0,
  applied: 0,
  conflicts: 0,
  rejected: 0,
  duplicateAnswers: 0,
  batches: 0,
  pulls: 0,
  resets: 0,
  requestsLost: 0,
  answersLost: 0,
  requestsDuplicated: 0,
  cuts: 0,
  liveHeard: 0,
  liveLost: 0,
  liveDuplicated: 0,
  serverErrors: 0,
  crashesBefore: 0,
  crashesWithin: 0,
  crashesAfter: 0,
  kills: 0,
  diskFull: 0,
  clockJumps: 0,
  revoked: 0,
  letIn: 0,
  rightsChanged: 0,
  epochs: 0,
  closings: 0,
  dismissed: 0,
  discarded: 0,
  replaced: 0,
  correctedWaiting: 0,
  /** By kind and reason: "task.status own_work". */
  refusals: {} as Record<string, number>,
  kinds: Object.fromEntries(mutationKinds.map((kind) => [kind, newKindFigures()])) as Record<
    MutationKind,
    ReturnType<typeof newKindFigures>
  >,
});
export type Figures = ReturnType<typeof newFigures>;
