/** One observation and the finding of the refeeding rule in words. */
import type { CareObservation } from '$lib/domain/care-rows';
import type {
  RefeedingCriterion,
  RefeedingObservation,
  RefeedingRisk,
} from '$lib/domain/care/refeeding';
import { careNeedWords, careSignWords } from '$lib/i18n/care-labels';
import { inNumbers } from '$lib/i18n/numbers';
import { m } from '$lib/paraglide/messages.js';

const numbers = {
  breaths_per_min: m.care_breaths,
  pulse_per_min: m.care_pulse,
  weight_kg: m.care_weight,
  height_cm: m.care_height,
  weight_loss_percent: m.care_loss,
  days_of_little_intake: m.care_days,
} as const;
const answers = {
  low_electrolytes: m.care_electrolytes,
  alcohol_or_drugs: m.care_alcohol,
} as const;

/** A line for everything that was observed; what nobody asked is not there. */
export const observedWords = (observation: CareObservation): string[] => [
  ...listed(observation.signs.map((sign) => careSignWords[sign]())),
  ...listed(observation.needs.map((need) => careNeedWords[need]())),
  ...(Object.keys(numbers) as (keyof typeof numbers)[]).flatMap((field) => {
    const value = observation[field];
    return value === null ? [] : [`${numbers[field]()}: ${inNumbers(value)}`];
  }),
  ...(Object.keys(answers) as (keyof typeof answers)[]).flatMap((field) => {
    const value = observation[field];
    return value === null ? [] : [`${answers[field]()}: ${value ? m.care_yes() : m.care_no()}`];
  }),
];

const listed = (words: string[]): string[] => (words.length > 0 ? [words.join(' · ')] : []);

export const riskWords: Readonly<Record<RefeedingRisk, () => string>> = {
  extreme: m.care_risk_extreme,
  high: m.care_risk_high,
  not_shown: m.care_risk_not_shown,
  unknown: m.care_risk_unknown,
};

export const criterionWords: Readonly<Record<RefeedingCriterion, () => string>> = {
  bmi_under_14: m.care_crit_bmi_under_14,
  bmi_under_16: m.care_crit_bmi_under_16,
  bmi_under_18_5: m.care_crit_bmi_under_18_5,
  weight_loss_over_15_percent: m.care_crit_weight_loss_over_15_percent,
  weight_loss_over_10_percent: m.care_crit_weight_loss_over_10_percent,
  little_intake_over_15_days: m.care_crit_little_intake_over_15_days,
  little_intake_over_10_days: m.care_crit_little_intake_over_10_days,
  little_intake_over_5_days: m.care_crit_little_intake_over_5_days,
  low_electrolytes: m.care_crit_low_electrolytes,
  alcohol_or_drugs: m.care_crit_alcohol_or_drugs,
};

export const askedWords: Readonly<Record<RefeedingObservation, () => string>> = {
  bmiKgPerM2: m.care_obs_bmikgperm2,
  weightLossPercent: m.care_obs_weightlosspercent,
  daysOfLittleIntake: m.care_obs_daysoflittleintake,
  lowElectrolytes: m.care_obs_lowelectrolytes,
  alcoholOrDrugs: m.care_obs_alcoholordrugs,
};

/** The title keeps its own direction inside Arabic. */
export const ruleSourceWords = (title: string): string =>
  m.care_rule_source({ title: `\u2066${title}\u2069` });
