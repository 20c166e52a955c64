/**
 * Triage question by question. The two algorithms are tables; `nextStep` walks them.
 *
 * Sources:
 * - START: Hoag Hospital and Newport Beach Fire Department, 1983, in the later form that takes the
 *   radial pulse or the capillary refill for perfusion;
 * - JumpSTART: L. Romig, Miami Children's Hospital, 1995, as changed in 2001, with its modification
 *   for children who could not walk before the incident;
 * - SALT (Sort, Assess, Lifesaving interventions, Treatment and transport, 2008) for `expectant`.
 */
import type { AgeGroup } from '../age-groups.ts';
import {
  triageCategories,
  type TriageAlgorithm,
  type TriageCategory,
  type TriageMethod,
} from './vocabulary.ts';

/** What a screen needs to show a category: the shape says it where the colour cannot be seen. */
export interface TriageMark {
  colour: 'red' | 'yellow' | 'green' | 'grey' | 'black';
  shape: 'octagon' | 'triangle' | 'circle' | 'diamond' | 'cross';
}

export const triageMarks: Readonly<Record<TriageCategory, TriageMark>> = {
  immediate: { colour: 'red', shape: 'octagon' },
  delayed: { colour: 'yellow', shape: 'triangle' },
  minor: { colour: 'green', shape: 'circle' },
  expectant: { colour: 'grey', shape: 'diamond' },
  deceased: { colour: 'black', shape: 'cross' },
};

/** The questions of both algorithms; where the same look leads elsewhere it is another question. */
export const triageQuestions = [
  'walks',
  'breathing',
  /** After the airway was opened. */
  'breathing_with_open_airway',
  /** Breaths a minute. */
  'breathing_rate',
  /** Radial pulse and capillary refill. */
  'perfusion',
  'follows_commands',
  /** In a child that does not breathe with its airway open. */
  'pulse_without_breathing',
  'breathing_after_five_rescue_breaths',
  /** Breaths a minute; also whether they are regular. */
  'child_breathing_rate',
  'child_pulse',
  /** AVPU: alert, to voice, to pain, unresponsive. */
  'child_response',
  /** Before today: an infant has not, nor has every child with a disability. */
  'child_walked_before',
  /** Seen from outside: deep wound, heavy bleeding, severe burn, amputation, tense belly. */
  'child_serious_injury',
] as const;
export type TriageQuestion = (typeof triageQuestions)[number];

export const triageAnswers = [
  'yes',
  'no',
  /** Breaths a minute: START's border. */
  'up_to_30',
  'over_30',
  /** Breaths a minute: JumpSTART's borders. */
  'under_15',
  'from_15_to_45',
  'over_45',
  'irregular',
  /** The radial pulse is felt, and the refill takes no more than 2 s where it was looked at. */
  'perfused',
  /** No radial pulse, or a refill over 2 s. */
  'poorly_perfused',
  'alert',
  'to_voice',
  /** Draws back from the pain, or pushes it away. */
  'to_pain_appropriate',
  /** Postures, or makes a sound with no aim. */
  'to_pain_inappropriate',
  'unresponsive',
] as const;
export type TriageAnswer = (typeof triageAnswers)[number];

type Next = { ask: TriageQuestion } | { category: TriageCategory };
interface TriageTable {
  first: TriageQuestion;
  /** `questions[question][answer]` is what follows; the answers stand in the order of the screen. */
  questions: Readonly<
    Partial<Record<TriageQuestion, Readonly<Partial<Record<TriageAnswer, Next>>>>>
  >;
}

const ask = (question: TriageQuestion): Next => ({ ask: question });
const give = (category: TriageCategory): Next => ({ category });

const start: TriageTable = {
  first: 'walks',
  questions: {
    walks: { yes: give('minor'), no: ask('breathing') },
    breathing: { yes: ask('breathing_rate'), no: ask('breathing_with_open_airway') },
    breathing_with_open_airway: { yes: give('immediate'), no: give('deceased') },
    breathing_rate: { up_to_30: ask('perfusion'), over_30: give('immediate') },
    perfusion: { perfused: ask('follows_commands'), poorly_perfused: give('immediate') },
    follows_commands: { yes: give('delayed'), no: give('immediate') },
  },
};

const jumpstart: TriageTable = {
  first: 'walks',
  questions: {
    walks: { yes: give('minor'), no: ask('breathing') },
    breathing: { yes: ask('child_breathing_rate'), no: ask('breathing_with_open_airway') },
    breathing_with_open_airway: { yes: give('immediate'), no: ask('pulse_without_breathing') },
    pulse_without_breathing: {
      yes: ask('breathing_after_five_rescue_breaths'),
      no: give('deceased'),
    },
    breathing_after_five_rescue_breaths: { yes: give('immediate'), no: give('deceased') },
    child_breathing_rate: {
      under_15: give('immediate'),
      from_15_to_45: ask('child_pulse'),
      over_45: give('immediate'),
      irregular: give('immediate'),
    },
    child_pulse: { yes: ask('child_response'), no: give('immediate') },
    child_response: {
      alert: ask('child_walked_before'),
      to_voice: ask('child_walked_before'),
      to_pain_appropriate: ask('child_walked_before'),
      to_pain_inappropriate: give('immediate'),
      unresponsive: give('immediate'),
    },
    // A child that has never walked says nothing by not walking: what is seen on it decides. Asked
    // only here, since it changes nothing for those who are immediate or deceased.
    child_walked_before: { yes: give('delayed'), no: ask('child_serious_injury') },
    child_serious_injury: { yes: give('delayed'), no: give('minor') },
  },
};

export const triageTables: Readonly<Record<TriageAlgorithm, TriageTable>> = { start, jumpstart };

export interface AnsweredQuestion {
  question: TriageQuestion;
  answer: TriageAnswer;
}

export type TriageStep =
  | {
      type: 'question';
      question: TriageQuestion;
      /** The answers to choose from, in the order of the screen. */
      answers: TriageAnswer[];
      /** What led here. Going back is dropping its last. */
      path: AnsweredQuestion[];
    }
  | { type: 'result'; category: TriageCategory; path: AnsweredQuestion[] };

/**
 * What comes after these answers: the next question, or the category. Answers that do not fit the
 * algorithm, and all after them, are not in the step's `path`: the walk goes on from the last that fits.
 *
 * @param answered in the order in which they were given, the first question's first
 */
export const nextStep = (
  algorithm: TriageAlgorithm,
  answered: readonly AnsweredQuestion[],
): TriageStep => {
  const { first, questions } = triageTables[algorithm];
  const path: AnsweredQuestion[] = [];
  let question = first;
  for (const given of answered) {
    const next = given.question === question ? questions[question]?.[given.answer] : undefined;
    if (!next) break;
    path.push(given);
    if ('category' in next) return { type: 'result', category: next.category, path };
    question = next.ask;
  }
  const answers = Object.keys(questions[question] ?? {}) as TriageAnswer[];
  return { type: 'question', question, answers, path };
};

/** The answers with this one given, or changed: what was answered after it is dropped with it. */
export const withAnswer = (
  answered: readonly AnsweredQuestion[],
  question: TriageQuestion,
  answer: TriageAnswer,
): AnsweredQuestion[] => {
  const at = answered.findIndex((given) => given.question === question);
  return [...(at === -1 ? answered : answered.slice(0, at)), { question, answer }];
};

/** The categories that a method can give. Only a person can find somebody expectant, never a table. */
export const categoriesOf: Readonly<Record<TriageMethod, readonly TriageCategory[]>> = {
  start: ['immediate', 'delayed', 'minor', 'deceased'],
  jumpstart: ['immediate', 'delayed', 'minor', 'deceased'],
  direct: triageCategories,
};

const algorithmOfAge: Readonly<Record<AgeGroup, TriageAlgorithm | null>> = {
  infant: 'jumpstart',
  child: 'jumpstart',
  adolescent: null,
  adult: 'start',
  elderly: 'start',
  unknown: null,
};

/**
 * The algorithm to begin with. JumpSTART is made for children of about 1 to 8 years, and its rule
 * for the years after is the look: who looks like a child is triaged as one.
 *
 * @param looksLikeChild what the person at the door says; null while nobody was asked
 * @returns null when the person at the door has to be asked
 */
export const suggestedAlgorithm = (
  ageGroup: AgeGroup,
  looksLikeChild: boolean | null = null,
): TriageAlgorithm | null => {
  const byAge = algorithmOfAge[ageGroup];
  if (byAge !== null || looksLikeChild === null) return byAge;
  return looksLikeChild ? 'jumpstart' : 'start';
};
