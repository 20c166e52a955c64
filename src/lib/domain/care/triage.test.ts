import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  jumpstartCategory,
  startCategory,
  type JumpstartObservations,
  type StartObservations,
} from './triage-observed.ts';
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
  type TriageQuestion,
  type TriageStep,
} from './triage.ts';
import { ageGroups, triageAlgorithms, triageCategories, triageMethods } from './vocabulary.ts';

type Observed = (question: TriageQuestion) => TriageAnswer;

/** Answers what is asked, and nothing else, until there is a category. */
const walk = (algorithm: 'start' | 'jumpstart', observed: Observed) => {
  let step: TriageStep = nextStep(algorithm, []);
  while (step.type === 'question')
    step = nextStep(algorithm, withAnswer(step.path, step.question, observed(step.question)));
  return step;
};

const yesNo = (is: boolean): TriageAnswer => (is ? 'yes' : 'no');
const childRate = (seen: JumpstartObservations): TriageAnswer => {
  if (seen.irregularBreathing) return 'irregular';
  if (seen.breathsPerMinute < 15) return 'under_15';
  return seen.breathsPerMinute > 45 ? 'over_45' : 'from_15_to_45';
};
const responses: Record<JumpstartObservations['response'], TriageAnswer> = {
  alert: 'alert',
  voice: 'to_voice',
  pain_appropriate: 'to_pain_appropriate',
  pain_inappropriate: 'to_pain_inappropriate',
  unresponsive: 'unresponsive',
};
const asked = (answers: Partial<Record<TriageQuestion, TriageAnswer>>): Observed => {
  return (question) => {
    const answer = answers[question];
    if (!answer) throw new Error(`Nobody expected ${question}`);
    return answer;
  };
};
const adultSeen = (seen: StartObservations): Observed =>
  asked({
    walks: yesNo(seen.walks),
    breathing: yesNo(seen.breathing),
    breathing_with_open_airway: yesNo(seen.breathingWithOpenAirway),
    breathing_rate: seen.breathsPerMinute > 30 ? 'over_30' : 'up_to_30',
    perfusion:
      seen.radialPulse && (seen.refillSeconds === null || seen.refillSeconds <= 2)
        ? 'perfused'
        : 'poorly_perfused',
    follows_commands: yesNo(seen.followsCommands),
  });
const childSeen = (seen: JumpstartObservations): Observed =>
  asked({
    walks: yesNo(seen.walks),
    breathing: yesNo(seen.breathing),
    breathing_with_open_airway: yesNo(seen.breathingWithOpenAirway),
    pulse_without_breathing: yesNo(seen.pulse),
    breathing_after_five_rescue_breaths: yesNo(seen.breathingAfterFiveRescueBreaths),
    child_breathing_rate: childRate(seen),
    child_pulse: yesNo(seen.pulse),
    child_response: responses[seen.response],
    child_walked_before: yesNo(seen.walkedBefore),
    child_serious_injury: yesNo(seen.seriousInjury),
  });

describe('START gives, as published,', () => {
  const lying: StartObservations = {
    walks: false,
    breathing: true,
    breathingWithOpenAirway: false,
    breathsPerMinute: 20,
    radialPulse: true,
    refillSeconds: 2,
    followsCommands: true,
  };
  test.each<[string, Partial<StartObservations>, string]>([
    ['who walks', { walks: true, breathsPerMinute: 40, followsCommands: false }, 'minor'],
    ['no breath, airway opened in vain', { breathing: false }, 'deceased'],
    [
      'no breath until the airway is opened',
      { breathing: false, breathingWithOpenAirway: true },
      'immediate',
    ],
    ['31 breaths a minute', { breathsPerMinute: 31 }, 'immediate'],
    ['30 breaths a minute, all else well', { breathsPerMinute: 30 }, 'delayed'],
    ['no radial pulse', { radialPulse: false }, 'immediate'],
    ['refill of 4 s, moans when spoken to', { refillSeconds: 4 }, 'immediate'],
    ['refill not seen in the dark, pulse felt', { refillSeconds: null }, 'delayed'],
    ['cannot follow commands', { followsCommands: false }, 'immediate'],
    ['too dizzy to walk, refill of 2 s, obeys', {}, 'delayed'],
  ])('%s', (_, seen, category) => {
    expect(walk('start', adultSeen({ ...lying, ...seen })).category).toBe(category);
  });
});

describe('JumpSTART gives, as published,', () => {
  const lying: JumpstartObservations = {
    walks: false,
    breathing: true,
    breathingWithOpenAirway: false,
    breathsPerMinute: 24,
    irregularBreathing: false,
    pulse: true,
    breathingAfterFiveRescueBreaths: false,
    response: 'alert',
    walkedBefore: true,
    seriousInjury: false,
  };
  test.each<[string, Partial<JumpstartObservations>, string]>([
    ['who walks, crying', { walks: true }, 'minor'],
    [
      'no breath until the airway is opened',
      { breathing: false, breathingWithOpenAirway: true, pulse: false },
      'immediate',
    ],
    ['no breath, no pulse', { breathing: false, pulse: false }, 'deceased'],
    ['no breath, pulse, five breaths in vain', { breathing: false }, 'deceased'],
    [
      'no breath, pulse, breathes after five breaths',
      { breathing: false, breathingAfterFiveRescueBreaths: true },
      'immediate',
    ],
    [
      '10 breaths a minute, good pulse',
      { breathsPerMinute: 10, response: 'pain_appropriate' },
      'immediate',
    ],
    ['14 breaths a minute', { breathsPerMinute: 14 }, 'immediate'],
    ['15 breaths a minute', { breathsPerMinute: 15 }, 'delayed'],
    ['45 breaths a minute', { breathsPerMinute: 45 }, 'delayed'],
    [
      '50 breaths a minute, good pulse, draws back from pain',
      { breathsPerMinute: 50, response: 'pain_appropriate' },
      'immediate',
    ],
    ['irregular breaths', { irregularBreathing: true }, 'immediate'],
    ['no pulse', { pulse: false }, 'immediate'],
    ['answers to voice', { response: 'voice' }, 'delayed'],
    ['draws back from pain', { response: 'pain_appropriate' }, 'delayed'],
    ['postures at pain', { response: 'pain_inappropriate' }, 'immediate'],
    ['unresponsive', { response: 'unresponsive' }, 'immediate'],
    ['an infant, alert, no injury seen', { walkedBefore: false }, 'minor'],
    [
      'an infant, alert, with a deep wound',
      { walkedBefore: false, seriousInjury: true },
      'delayed',
    ],
    [
      'an infant with 60 breaths a minute',
      { walkedBefore: false, breathsPerMinute: 60 },
      'immediate',
    ],
  ])('%s', (_, seen, category) => {
    expect(walk('jumpstart', childSeen({ ...lying, ...seen })).category).toBe(category);
  });
});

const rate = fc.oneof(
  fc.integer({ min: 0, max: 80 }),
  fc.constantFrom(0, 14, 15, 16, 29, 30, 31, 44, 45, 46),
);
const breath = {
  walks: fc.boolean(),
  breathing: fc.boolean(),
  breathingWithOpenAirway: fc.boolean(),
  breathsPerMinute: rate,
};
const anyAdult: fc.Arbitrary<StartObservations> = fc.record({
  ...breath,
  radialPulse: fc.boolean(),
  refillSeconds: fc.constantFrom(null, 1, 2, 2.5, 4),
  followsCommands: fc.boolean(),
});
const anyChild: fc.Arbitrary<JumpstartObservations> = fc.record({
  ...breath,
  irregularBreathing: fc.boolean(),
  pulse: fc.boolean(),
  breathingAfterFiveRescueBreaths: fc.boolean(),
  response: fc.constantFrom(
    'alert',
    'voice',
    'pain_appropriate',
    'pain_inappropriate',
    'unresponsive',
  ),
  walkedBefore: fc.boolean(),
  seriousInjury: fc.boolean(),
});

describe('asking step by step and looking at all signs at once', () => {
  test('agree for every adult', () => {
    fc.assert(
      fc.property(anyAdult, (seen) => {
        expect(walk('start', adultSeen(seen)).category).toBe(startCategory(seen));
      }),
      { numRuns: 2000 },
    );
  });

  test('agree for every child', () => {
    fc.assert(
      fc.property(anyChild, (seen) => {
        expect(walk('jumpstart', childSeen(seen)).category).toBe(jumpstartCategory(seen));
      }),
      { numRuns: 4000 },
    );
  });
});

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
