import { emtAges, emtOutcomes, emtSexes } from '$lib/domain/care/emt-daily';
import { triageCategories } from '$lib/domain/care/vocabulary';
import { handedOn, type HandedOn } from '$lib/handing-on/table';
import { triageCategoryWords } from '$lib/i18n/care-labels';
import { personSexWords } from '$lib/i18n/people-labels';
import { m } from '$lib/paraglide/messages.js';
import type { EmtDaily } from '$lib/state/emt-daily';
import { emtAgeWords, emtNotCoveredWords, emtOutcomeWords } from './words';

const sexTags = { male: '#affected+m', female: '#affected+f', unknown: '#affected+unknown' };

/**
 * The daily return as it leaves the organisation. New cases by age and sex and by category count the
 * same people, and are suppressed together; outcomes are of others, whose total is another. What the
 * standard asks and the cases do not know has a line without a number.
 */
export const dailyHandedOn = (daily: EmtDaily): HandedOn => {
  const shape = {
    labels: [
      { header: m.care_daily_day(), tag: '#date+occurred' },
      { header: m.handing_what_column(), tag: '#indicator+name' },
      { header: m.handing_which_column(), tag: '#indicator+type' },
    ],
    counts: [
      ...emtSexes.map((sex) => ({ header: personSexWords[sex](), tag: sexTags[sex] })),
      { header: m.handing_total(), tag: '#affected+total' },
    ],
  };
  const label = (what: string, which: string) => [daily.day, what, which];
  const cases = handedOn(shape, [
    {
      counts: emtAges.map((age) => emtSexes.map((sex) => daily.bySexAndAge[sex]?.[age] ?? 0)),
      labels: emtAges.map((age) => label(m.care_daily_new_cases(), emtAgeWords[age]())),
      sum: label(m.care_daily_new_cases(), m.handing_total()),
    },
    {
      counts: [
        ...triageCategories.map((category) => [daily.byCategory[category] ?? 0]),
        [daily.byCategory.none ?? 0],
      ],
      labels: [
        ...triageCategories.map((category) =>
          label(m.care_daily_by_category(), triageCategoryWords[category]()),
        ),
        label(m.care_daily_by_category(), m.care_untriaged()),
      ],
    },
  ]);
  const outcomes = handedOn(shape, [
    {
      counts: emtOutcomes.map((outcome) => [daily.outcomes[outcome] ?? 0]),
      labels: emtOutcomes.map((outcome) =>
        label(m.care_daily_outcomes(), emtOutcomeWords(outcome)),
      ),
    },
  ]);
  const empty = shape.counts.map(() => null);
  return {
    columns: cases.columns,
    lines: [
      ...cases.lines,
      ...outcomes.lines,
      ...daily.notCovered.map((item) => ({
        labels: label(m.care_daily_not_covered(), emtNotCoveredWords[item]()),
        cells: empty,
      })),
    ],
    cells: cases.cells + outcomes.cells,
    withheld: {
      small: cases.withheld.small + outcomes.withheld.small,
      alongside: cases.withheld.alongside + outcomes.withheld.alongside,
    },
  };
};
