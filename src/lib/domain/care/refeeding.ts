/**
 * The risk of refeeding problems by the criteria of NICE CG32. It says what the rule says of what
 * was observed; it prescribes nothing. A person decides, and may know more than five numbers.
 */
import type { AgeGroup } from '../age-groups.ts';

/** What the rule asks. Null: nobody has asked or measured it, which is never taken for a no. */
export interface RefeedingObservations {
  /** Unrounded: see `bmiKgPerM2`. */
  bmiKgPerM2: number | null;
  /** Lost without intent within the last 3 to 6 months, in per cent of the weight before. */
  weightLossPercent: number | null;
  /** Days with little or nothing eaten, up to today. */
  daysOfLittleIntake: number | null;
  /** Potassium, phosphate or magnesium low before feeding. */
  lowElectrolytes: boolean | null;
  /** A history of alcohol misuse, or of insulin, chemotherapy, antacids or diuretics. */
  alcoholOrDrugs: boolean | null;
}
export type RefeedingObservation = keyof RefeedingObservations;

/** One major criterion or two minor ones make the risk high; an extreme one lowers the start. */
type Weight = 'extreme' | 'major' | 'minor';
interface Criterion {
  of: RefeedingObservation;
  weight: Weight;
  /** Met by: a number below or above this one, not by the number itself; or by a yes. */
  met: { below: number } | { above: number } | 'yes';
}

/** The criteria, for each observation from the gravest down. */
export const refeedingCriteria = {
  bmi_under_14: { of: 'bmiKgPerM2', weight: 'extreme', met: { below: 14 } },
  bmi_under_16: { of: 'bmiKgPerM2', weight: 'major', met: { below: 16 } },
  bmi_under_18_5: { of: 'bmiKgPerM2', weight: 'minor', met: { below: 18.5 } },
  weight_loss_over_15_percent: { of: 'weightLossPercent', weight: 'major', met: { above: 15 } },
  weight_loss_over_10_percent: { of: 'weightLossPercent', weight: 'minor', met: { above: 10 } },
  little_intake_over_15_days: { of: 'daysOfLittleIntake', weight: 'extreme', met: { above: 15 } },
  little_intake_over_10_days: { of: 'daysOfLittleIntake', weight: 'major', met: { above: 10 } },
  little_intake_over_5_days: { of: 'daysOfLittleIntake', weight: 'minor', met: { above: 5 } },
  low_electrolytes: { of: 'lowElectrolytes', weight: 'major', met: 'yes' },
  alcohol_or_drugs: { of: 'alcoholOrDrugs', weight: 'minor', met: 'yes' },
} as const satisfies Record<string, Criterion>;
export type RefeedingCriterion = keyof typeof refeedingCriteria;

const names = Object.keys(refeedingCriteria) as RefeedingCriterion[];
const criterion = (name: RefeedingCriterion): Criterion => refeedingCriteria[name];

/** The criteria of one weight, in the rule's order: to show the rule beside what was found. */
export const criteriaOf = (weight: Weight): RefeedingCriterion[] =>
  names.filter((name) => criterion(name).weight === weight);

/** What the rule states for those at risk, as figures to show beside its source. */
export const refeedingRule = {
  source: {
    title: 'NICE CG32, Nutrition support for adults, section 1.4',
    issued: '2006-02',
    updated: '2017-08',
    url: 'https://www.nice.org.uk/guidance/cg32',
  },
  /** The most energy to begin with. */
  startKcalPerKgPerDay: { high: 10, extreme: 5 },
  /** By mouth, from right before feeding and through its first days. */
  thiamine: { mgPerDay: { from: 200, to: 300 }, firstDaysOfFeeding: 10 },
} as const;

/**
 * - `extreme`: high, and one of the two cases for which the rule names the lower start;
 * - `high`: one major criterion or two minor ones;
 * - `not_shown`: not met, and nothing that is still unknown could change that;
 * - `unknown`: not met so far, and something unknown could change that.
 */
export type RefeedingRisk = 'extreme' | 'high' | 'not_shown' | 'unknown';

export interface RefeedingFinding {
  risk: RefeedingRisk;
  /** Of each observation the gravest criterion that it meets. */
  met: RefeedingCriterion[];
  /** What is unknown and could still make the risk higher. */
  missing: RefeedingObservation[];
  source: typeof refeedingRule.source;
}

/**
 * What the rule says of these observations. The rule names "little or no" intake for 5 and 10 days
 * and "negligible" intake for 15: in the field they are one question, and the days decide.
 */
export const refeedingFinding = (seen: RefeedingObservations): RefeedingFinding => {
  const met = gravestMet(seen);
  const weights = met.map((name) => criterion(name).weight);
  const unknown = observations.filter((observation) => seen[observation] === null);
  const missing = unknown.filter((observation) => couldRaise(observation, weights, unknown));
  const level = levelOf(weights);
  const risk = level === 'not_shown' && missing.length > 0 ? 'unknown' : level;
  return { risk, met, missing, source: refeedingRule.source };
};

const observations: readonly RefeedingObservation[] = [
  ...new Set(names.map((name) => criterion(name).of)),
];

const isMet = ({ of, met }: Criterion, seen: RefeedingObservations): boolean => {
  const value = seen[of];
  if (value === null || typeof value === 'boolean') return value === true;
  if (met === 'yes') return false;
  return 'below' in met ? value < met.below : value > met.above;
};

const gravestMet = (seen: RefeedingObservations): RefeedingCriterion[] =>
  observations.flatMap(
    (observation) =>
      names.find((name) => criterion(name).of === observation && isMet(criterion(name), seen)) ??
      [],
  );

/** From the weights of the gravest criterion that each observation meets. */
const levelOf = (weights: readonly Weight[]): 'extreme' | 'high' | 'not_shown' => {
  if (weights.includes('extreme')) return 'extreme';
  return weights.includes('major') || weights.length >= 2 ? 'high' : 'not_shown';
};

/** What an observation can weigh at all, from the gravest down. */
const weightsOf = (observation: RefeedingObservation): Weight[] =>
  names.filter((name) => criterion(name).of === observation).map((name) => criterion(name).weight);

/** By itself, or together with the least that one other unknown observation can weigh. */
const couldRaise = (
  observation: RefeedingObservation,
  weights: readonly Weight[],
  unknown: readonly RefeedingObservation[],
): boolean => {
  const others = unknown.filter((other) => other !== observation);
  const grounds = [[], ...others.map((other) => weightsOf(other).slice(-1))];
  return grounds.some((ground) => {
    const before = [...weights, ...ground];
    const after = [...before, ...weightsOf(observation).slice(0, 1)];
    return levelOf(after) !== levelOf(before);
  });
};

/**
 * The most energy that the rule names for the start of feeding, or null where it names none.
 *
 * @returns kcalPerDay rounded down to whole kcal; null without a weight
 */
export const startingEnergyCeiling = (
  risk: RefeedingRisk,
  weightKg: number | null,
): { kcalPerKgPerDay: number; kcalPerDay: number | null } | null => {
  if (risk !== 'high' && risk !== 'extreme') return null;
  const kcalPerKgPerDay = refeedingRule.startKcalPerKgPerDay[risk];
  const kcalPerDay = weightKg === null ? null : Math.floor(kcalPerKgPerDay * weightKg);
  return { kcalPerKgPerDay, kcalPerDay };
};

/** The body mass index, unrounded: 15.96 is under 16. Null without a weight and a height above 0. */
export const bmiKgPerM2 = (weightKg: number | null, heightCm: number | null): number | null => {
  if (weightKg === null || heightCm === null || weightKg <= 0 || heightCm <= 0) return null;
  return weightKg / (heightCm / 100) ** 2;
};

/** The guideline is for adults: its borders of the BMI say nothing of a child. */
export const refeedingRuleCovers = (ageGroup: AgeGroup): boolean =>
  ageGroup === 'adult' || ageGroup === 'elderly' || ageGroup === 'unknown';
