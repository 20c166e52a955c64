import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bmiKgPerM2,
  criteriaOf,
  refeedingCriteria,
  refeedingFinding,
  refeedingRule,
  refeedingRuleCovers,
  startingEnergyCeiling,
  type RefeedingCriterion,
  type RefeedingObservation,
  type RefeedingObservations,
  type RefeedingRisk,
} from './refeeding.ts';
import { ageGroups } from '../age-groups.ts';

/** Everything asked, nothing found. */
const well: RefeedingObservations = {
  bmiKgPerM2: 22,
  weightLossPercent: 0,
  daysOfLittleIntake: 0,
  lowElectrolytes: false,
  alcoholOrDrugs: false,
};
const unasked: RefeedingObservations = {
  bmiKgPerM2: null,
  weightLossPercent: null,
  daysOfLittleIntake: null,
  lowElectrolytes: null,
  alcoholOrDrugs: null,
};
const find = (over: Partial<RefeedingObservations>) => refeedingFinding({ ...well, ...over });

describe('the published criteria', () => {
  test.each<[string, Partial<RefeedingObservations>, RefeedingRisk, RefeedingCriterion[]]>([
    ['none', {}, 'not_shown', []],
    ['one major: BMI under 16', { bmiKgPerM2: 15.96 }, 'high', ['bmi_under_16']],
    ['BMI of 16 is a minor one', { bmiKgPerM2: 16 }, 'not_shown', ['bmi_under_18_5']],
    [
      'BMI of 18.5 is none',
      { bmiKgPerM2: 18.5, alcoholOrDrugs: true },
      'not_shown',
      ['alcohol_or_drugs'],
    ],
    [
      'one major: loss over 15 %',
      { weightLossPercent: 15.1 },
      'high',
      ['weight_loss_over_15_percent'],
    ],
    [
      'a loss of 15 % is a minor one',
      { weightLossPercent: 15 },
      'not_shown',
      ['weight_loss_over_10_percent'],
    ],
    ['a loss of 10 % is none', { weightLossPercent: 10 }, 'not_shown', []],
    ['one major: 11 days', { daysOfLittleIntake: 11 }, 'high', ['little_intake_over_10_days']],
    [
      '10 days are a minor one',
      { daysOfLittleIntake: 10 },
      'not_shown',
      ['little_intake_over_5_days'],
    ],
    ['5 days are none', { daysOfLittleIntake: 5 }, 'not_shown', []],
    ['one major: low electrolytes', { lowElectrolytes: true }, 'high', ['low_electrolytes']],
    ['one minor: alcohol or drugs', { alcoholOrDrugs: true }, 'not_shown', ['alcohol_or_drugs']],
    [
      'two minor: BMI under 18.5 and 6 days',
      { bmiKgPerM2: 18.4, daysOfLittleIntake: 6 },
      'high',
      ['bmi_under_18_5', 'little_intake_over_5_days'],
    ],
    [
      'two minor: loss over 10 % and alcohol or drugs',
      { weightLossPercent: 10.5, alcoholOrDrugs: true },
      'high',
      ['weight_loss_over_10_percent', 'alcohol_or_drugs'],
    ],
    ['the lower start: BMI under 14', { bmiKgPerM2: 13.9 }, 'extreme', ['bmi_under_14']],
    ['BMI of 14 is not yet the lower start', { bmiKgPerM2: 14 }, 'high', ['bmi_under_16']],
    [
      'the lower start: 16 days',
      { daysOfLittleIntake: 16 },
      'extreme',
      ['little_intake_over_15_days'],
    ],
    [
      '15 days are not yet the lower start',
      { daysOfLittleIntake: 15 },
      'high',
      ['little_intake_over_10_days'],
    ],
  ])('%s', (_, seen, risk, met) => {
    expect(find(seen)).toMatchObject({ risk, met, missing: [] as string[] });
  });
});

test('the criteria stand by what they weigh, as the rule lists them', () => {
  expect(criteriaOf('major')).toEqual([
    'bmi_under_16',
    'weight_loss_over_15_percent',
    'little_intake_over_10_days',
    'low_electrolytes',
  ]);
  expect(criteriaOf('minor')).toEqual([
    'bmi_under_18_5',
    'weight_loss_over_10_percent',
    'little_intake_over_5_days',
    'alcohol_or_drugs',
  ]);
  expect(criteriaOf('extreme')).toEqual(['bmi_under_14', 'little_intake_over_15_days']);
});

describe('what is not known', () => {
  test('leaves the risk unknown while it could still be shown', () => {
    expect(refeedingFinding(unasked)).toMatchObject({ risk: 'unknown', met: [] });
    expect(refeedingFinding(unasked).missing).toHaveLength(5);
    expect(find({ lowElectrolytes: null })).toMatchObject({
      risk: 'unknown',
      missing: ['lowElectrolytes'],
    });
  });

  test('is not waited for where it could change nothing', () => {
    expect(find({ alcoholOrDrugs: null })).toMatchObject({ risk: 'not_shown', missing: [] });
    expect(find({ alcoholOrDrugs: null, bmiKgPerM2: 17 })).toMatchObject({
      risk: 'unknown',
      missing: ['alcoholOrDrugs'],
    });
  });

  test('still matters at a high risk where it could name the lower start', () => {
    const finding = refeedingFinding({ ...unasked, lowElectrolytes: true });
    expect(finding).toMatchObject({
      risk: 'high',
      missing: ['bmiKgPerM2', 'daysOfLittleIntake'],
    });
  });
});

const keys = Object.keys(well) as RefeedingObservation[];
const answers = {
  bmiKgPerM2: [13, 14, 15, 16, 17, 18.5, 22],
  weightLossPercent: [0, 10, 12, 15, 16],
  daysOfLittleIntake: [0, 5, 6, 10, 11, 15, 16],
  lowElectrolytes: [false, true],
  alcoholOrDrugs: [false, true],
};
const any = (known: boolean): fc.Arbitrary<RefeedingObservations> => {
  const drawn = <T>(values: T[]) => fc.constantFrom<T | null>(...values, ...(known ? [] : [null]));
  return fc.record({
    bmiKgPerM2: drawn(answers.bmiKgPerM2),
    weightLossPercent: drawn(answers.weightLossPercent),
    daysOfLittleIntake: drawn(answers.daysOfLittleIntake),
    lowElectrolytes: drawn(answers.lowElectrolytes),
    alcoholOrDrugs: drawn(answers.alcoholOrDrugs),
  });
};
const height = { not_shown: 0, unknown: 0, high: 1, extreme: 2 };
const riskHeight = (seen: RefeedingObservations) => height[refeedingFinding(seen).risk];

/** Every way in which what is unknown could turn out. */
const completions = (seen: RefeedingObservations): RefeedingObservations[] =>
  keys.reduce<RefeedingObservations[]>(
    (ways, key) =>
      seen[key] !== null
        ? ways
        : ways.flatMap((way) => answers[key].map((value) => ({ ...way, [key]: value }))),
    [seen],
  );

describe('for all observations', () => {
  test('an unknown is never counted as met', () => {
    fc.assert(
      fc.property(any(false), (seen) => {
        for (const name of refeedingFinding(seen).met)
          expect(seen[refeedingCriteria[name].of]).not.toBeNull();
      }),
    );
  });

  test('a graver observation never lowers the risk, nor does one that becomes known', () => {
    const gravest: RefeedingObservations = {
      bmiKgPerM2: 13,
      weightLossPercent: 16,
      daysOfLittleIntake: 16,
      lowElectrolytes: true,
      alcoholOrDrugs: true,
    };
    fc.assert(
      fc.property(any(false), fc.constantFrom(...keys), any(true), (seen, key, known) => {
        expect(riskHeight({ ...seen, [key]: gravest[key] })).toBeGreaterThanOrEqual(
          riskHeight(seen),
        );
        if (seen[key] === null)
          expect(riskHeight({ ...seen, [key]: known[key] })).toBeGreaterThanOrEqual(
            riskHeight(seen),
          );
      }),
    );
  });

  test('unknown means that it could turn out high, not shown that it could not', () => {
    fc.assert(
      fc.property(any(false), (seen) => {
        const { risk } = refeedingFinding(seen);
        const couldBeHigh = completions(seen).some((way) => riskHeight(way) > 0);
        if (risk === 'unknown' || risk === 'not_shown')
          expect(risk).toBe(couldBeHigh ? 'unknown' : 'not_shown');
      }),
    );
  });

  test('what is missing is exactly what could still raise the risk, whatever else is unknown', () => {
    fc.assert(
      fc.property(any(false), (seen) => {
        const raising = keys.filter(
          (key) =>
            seen[key] === null &&
            completions({ ...seen, [key]: well[key] }).some((way) =>
              answers[key].some((value) => riskHeight({ ...way, [key]: value }) > riskHeight(way)),
            ),
        );
        // From where the risk is now: at extreme nothing can raise it.
        const expected = riskHeight(seen) === 2 ? [] : raising;
        expect(refeedingFinding(seen).missing.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 300 },
    );
  });
});

describe('the energy to begin with', () => {
  test('is at most 10 kcal per kg and day, 5 in the extreme cases, rounded down', () => {
    expect(startingEnergyCeiling('high', 47.3)).toEqual({ kcalPerKgPerDay: 10, kcalPerDay: 473 });
    expect(startingEnergyCeiling('extreme', 38.5)).toEqual({ kcalPerKgPerDay: 5, kcalPerDay: 192 });
  });

  test('is told per kg where nobody has weighed, and not at all where the rule names none', () => {
    expect(startingEnergyCeiling('high', null)).toEqual({ kcalPerKgPerDay: 10, kcalPerDay: null });
    expect(startingEnergyCeiling('not_shown', 60)).toBeNull();
    expect(startingEnergyCeiling('unknown', 60)).toBeNull();
  });
});

test('thiamine stands as the rule has it: 200 to 300 mg a day for ten days', () => {
  expect(refeedingRule.thiamine).toEqual({
    mgPerDay: { from: 200, to: 300 },
    firstDaysOfFeeding: 10,
  });
});

test('the body mass index is the weight over the square of the height, in kg and m', () => {
  expect(bmiKgPerM2(50, 200)).toBe(12.5);
  expect(bmiKgPerM2(46.1, 170)).toBeCloseTo(15.95, 2);
  expect(bmiKgPerM2(null, 170)).toBeNull();
  expect(bmiKgPerM2(50, null)).toBeNull();
  expect(bmiKgPerM2(50, 0)).toBeNull();
});

test('the rule is for adults, and for those whose age nobody knows', () => {
  expect(ageGroups.filter(refeedingRuleCovers)).toEqual(['adult', 'elderly', 'unknown']);
});
