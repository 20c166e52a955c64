import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  jumpstartCategory,
  startCategory,
  type JumpstartObservations,
  type StartObservations,
} from './triage-observed.ts';
import {
  nextStep,
  withAnswer,
  type TriageAnswer,
  type TriageQuestion,
  type TriageStep,
} from './triage.ts';

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
