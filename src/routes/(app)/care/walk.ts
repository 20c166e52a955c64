/** A walk through the questions of a triage, as the screens show it: one thing at a time. */
import type { AgeGroup } from '$lib/domain/age-groups';
import type { TriagePayload } from '$lib/domain/care-payloads';
import type { AnsweredQuestion, TriageAnswer, TriageQuestion } from '$lib/domain/care/triage';
import {
  categoriesOf,
  nextStep,
  suggestedAlgorithm,
  triageTables,
  withAnswer,
} from '$lib/domain/care/triage';
import type { TriageAlgorithm, TriageCategory, TriageMethod } from '$lib/domain/care/vocabulary';

export interface Walk {
  looksLikeChild: boolean | null;
  answered: readonly AnsweredQuestion[];
  /** The person knows the category: `choosing` while they have not said which. */
  direct: 'choosing' | TriageCategory | null;
}

export const newWalk: Walk = { looksLikeChild: null, answered: [], direct: null };

export type WalkScreen =
  | { type: 'age' }
  | {
      type: 'question';
      question: TriageQuestion;
      answers: readonly TriageAnswer[];
      /** "Question 2 of at most 5": the way there depends on the answers. */
      number: number;
      atMost: number;
    }
  | { type: 'direct' }
  | {
      type: 'result';
      category: TriageCategory;
      method: TriageMethod;
      path: readonly AnsweredQuestion[];
    };

export const screenOf = (walk: Walk, ageGroup: AgeGroup): WalkScreen => {
  if (walk.direct === 'choosing') return { type: 'direct' };
  if (walk.direct !== null)
    return { type: 'result', category: walk.direct, method: 'direct', path: [] };
  const method = suggestedAlgorithm(ageGroup, walk.looksLikeChild);
  if (method === null) return { type: 'age' };
  const step = nextStep(method, walk.answered);
  if (step.type === 'result') return { ...step, method };
  const { question, answers, path } = step;
  const atMost = path.length + longestFrom(method, question);
  return { type: 'question', question, answers, number: path.length + 1, atMost };
};

/** How many questions there can still be, this one among them. */
const longestFrom = (algorithm: TriageAlgorithm, question: TriageQuestion): number => {
  const nexts = Object.values(triageTables[algorithm].questions[question] ?? {});
  return (
    1 + Math.max(0, ...nexts.map((next) => ('ask' in next ? longestFrom(algorithm, next.ask) : 0)))
  );
};

export const answer = (walk: Walk, question: TriageQuestion, given: TriageAnswer): Walk => ({
  ...walk,
  answered: withAnswer(walk.answered, question, given),
});

/** One step back; null on the first screen. */
export const back = (walk: Walk): Walk | null => {
  if (walk.direct === 'choosing') return { ...walk, direct: null };
  if (walk.direct !== null) return { ...walk, direct: 'choosing' };
  if (walk.answered.length > 0) return { ...walk, answered: walk.answered.slice(0, -1) };
  return walk.looksLikeChild === null ? null : { ...walk, looksLikeChild: null };
};

/** The categories to choose from at sight. Only a medic gives somebody up. */
export const directCategories = (isMedic: boolean): readonly TriageCategory[] =>
  categoriesOf.direct.filter((category) => isMedic || category !== 'expectant');

export const triagePayload = ({
  category,
  method,
  path,
}: Extract<WalkScreen, { type: 'result' }>): TriagePayload => ({
  category,
  method,
  ...(method === 'direct' ? {} : { path: [...path] }),
});
