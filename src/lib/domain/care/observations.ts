/** What the observations of a case say together. They are append-only: what is asked again is another one. */
import { bmiKgPerM2, type RefeedingObservations } from './refeeding.ts';

interface Observed {
  version: number;
  weight_kg: number | null;
  height_cm: number | null;
  weight_loss_percent: number | null;
  days_of_little_intake: number | null;
  low_electrolytes: boolean | null;
  alcohol_or_drugs: boolean | null;
}
type Asked = Exclude<keyof Observed, 'version'>;

/**
 * What refeeding.ts asks, from all observations of one person: of each question the answer that came
 * in last, for nobody asks everything at every look. The days of little intake are those of that
 * answer: they are not counted on, for nobody knows what was eaten since.
 *
 * @returns also the weight, in kg, for `startingEnergyCeiling`
 */
export const refeedingObservations = (
  recorded: readonly Observed[],
): { seen: RefeedingObservations; weightKg: number | null } => {
  const newestFirst = recorded.toSorted((a, b) => b.version - a.version);
  const last = <Field extends Asked>(field: Field): Observed[Field] | null =>
    newestFirst.find((each) => each[field] !== null)?.[field] ?? null;
  const weightKg = last('weight_kg');
  return {
    weightKg,
    seen: {
      bmiKgPerM2: bmiKgPerM2(weightKg, last('height_cm')),
      weightLossPercent: last('weight_loss_percent'),
      daysOfLittleIntake: last('days_of_little_intake'),
      lowElectrolytes: last('low_electrolytes'),
      alcoholOrDrugs: last('alcohol_or_drugs'),
    },
  };
};
