import { describe, expect, test } from 'vitest';
import { refeedingObservations } from './observations.ts';
import { refeedingFinding } from './refeeding.ts';

const nothing = {
  weight_kg: null,
  height_cm: null,
  weight_loss_percent: null,
  days_of_little_intake: null,
  low_electrolytes: null,
  alcohol_or_drugs: null,
};

describe('what refeeding asks', () => {
  test('is unknown where nobody asked, which is no "no"', () => {
    expect(refeedingObservations([]).seen).toEqual({
      bmiKgPerM2: null,
      weightLossPercent: null,
      daysOfLittleIntake: null,
      lowElectrolytes: null,
      alcoholOrDrugs: null,
    });
    expect(refeedingFinding(refeedingObservations([]).seen).risk).toBe('unknown');
  });

  test('is put together from several looks, by the order in which the server took them', () => {
    const { seen, weightKg } = refeedingObservations([
      { ...nothing, version: 9, weight_kg: 40, alcohol_or_drugs: false },
      { ...nothing, version: 3, weight_kg: 38, height_cm: 170, days_of_little_intake: 12 },
      { ...nothing, version: 5, alcohol_or_drugs: true },
    ]);
    expect(weightKg).toBe(40);
    expect(seen).toMatchObject({
      bmiKgPerM2: 40 / 1.7 ** 2,
      daysOfLittleIntake: 12,
      alcoholOrDrugs: false,
    });
    expect(refeedingFinding(seen).risk).toBe('extreme');
  });

  test('is not taken back by a later look that does not ask', () => {
    const { seen } = refeedingObservations([
      { ...nothing, version: 1, low_electrolytes: true },
      { ...nothing, version: 2 },
    ]);
    expect(seen.lowElectrolytes).toBe(true);
  });
});
