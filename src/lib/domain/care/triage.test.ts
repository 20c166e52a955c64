import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  categoriesOf,
  nextStep,
  suggestedAlgorithm,
  triageAnswers,
  triageMarks,
  triageQuestions,
  triageTables,
  withAnswer,
  type AnsweredQuestion,
  type TriageAnswer,
  type TriageStep,
} from './triage.ts';
import { ageGroups } from '../age-groups.ts';
import { triageAlgorithms, triageCategories, triageMethods } from './vocabulary.ts';

/** Every way through an algorithm, with what it ends in. */
const allWalks = (
  algorithm: 'start' | 'jumpstart',
  answered: readonly AnsweredQuestion[] = [],
): Extract<TriageStep, { type: 'result' }>[] => {
  const step = nextStep(algorithm, answered);
  if (step.type === 'result') return [step];
  return step.answers.flatMap((answer) =>
    allWalks(algorithm, withAnswer(step.path, step.question, answer)),
  );
};

describe.each(triageAlgorithms)('every way through %s', (algorithm) => {
  const walks = allWalks(algorithm);

  test('ends in a category that the algorithm can give, and each of these is reached', () => {
    const reached = new Set(walks.map(({ category }) => category));
    expect([...reached].toSorted()).toEqual(categoriesOf[algorithm].toSorted());
  });

  test('asks no question twice, and every question of the table on some way', () => {
    for (const { path } of walks) {
      const questions = path.map(({ question }) => question);
      expect(new Set(questions).size).toBe(questions.length);
    }
    const everAsked = new Set(walks.flatMap(({ path }) => path.map(({ question }) => question)));
    expect([...everAsked].toSorted()).toEqual(
      Object.keys(triageTables[algorithm].questions).toSorted(),
    );
  });

  test('can be gone back step by step: without its last answer the step asks that question', () => {
    for (const { path } of walks)
      for (let kept = path.length - 1; kept >= 0; kept--) {
        const step = nextStep(algorithm, path.slice(0, kept));
        expect(step).toMatchObject({ type: 'question', question: path[kept]?.question });
      }
  });

  test('is left where an earlier answer is changed: the later answers are dropped', () => {
    for (const { path } of walks)
      path.forEach(({ question }, at) => {
        const { answers } = nextStep(algorithm, path.slice(0, at)) as { answers: TriageAnswer[] };
        for (const answer of answers) {
          const changed = withAnswer(path, question, answer);
          expect(changed).toEqual([...path.slice(0, at), { question, answer }]);
          expect(nextStep(algorithm, changed).path).toEqual(changed);
        }
      });
  });
});

test('answers that do not fit are left out of the path with all that follow, whatever they are', () => {
  const anyAnswered = fc.array(
    fc.record({
      question: fc.constantFrom(...triageQuestions),
      answer: fc.constantFrom(...triageAnswers),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...triageAlgorithms), anyAnswered, (algorithm, answered) => {
      const step = nextStep(algorithm, answered);
      expect(step.path).toEqual(answered.slice(0, step.path.length));
      expect(nextStep(algorithm, step.path)).toEqual(step);
    }),
  );
});

test('what both algorithms ask first is kept when the person turns out to be a child', () => {
  const answered: AnsweredQuestion[] = [
    { question: 'walks', answer: 'no' },
    { question: 'breathing', answer: 'yes' },
    { question: 'breathing_rate', answer: 'up_to_30' },
  ];
  expect(nextStep('jumpstart', answered)).toMatchObject({
    question: 'child_breathing_rate',
    path: answered.slice(0, 2),
  });
});

test('the algorithm follows the age; the person at the door is asked where the age does not tell', () => {
  const suggested = ageGroups.map((age) => [
    suggestedAlgorithm(age),
    suggestedAlgorithm(age, true),
    suggestedAlgorithm(age, false),
  ]);
  expect(Object.fromEntries(ageGroups.map((age, at) => [age, suggested[at]]))).toEqual({
    infant: ['jumpstart', 'jumpstart', 'jumpstart'],
    child: ['jumpstart', 'jumpstart', 'jumpstart'],
    adolescent: [null, 'jumpstart', 'start'],
    adult: ['start', 'start', 'start'],
    elderly: ['start', 'start', 'start'],
    unknown: [null, 'jumpstart', 'start'],
  });
});

test('no two categories share a colour or a shape', () => {
  const marks = triageCategories.map((category) => triageMarks[category]);
  expect(new Set(marks.map(({ colour }) => colour)).size).toBe(marks.length);
  expect(new Set(marks.map(({ shape }) => shape)).size).toBe(marks.length);
});

test('expectant is chosen by a person, never by an algorithm', () => {
  const givers = triageMethods.filter((method) => categoriesOf[method].includes('expectant'));
  expect(givers).toEqual(['direct']);
  expect(categoriesOf.direct).toEqual(triageCategories);
});
