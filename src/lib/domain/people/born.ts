/** When a person was born, from whatever is known of it: a year, an age, or a look. */
import { knownAgeGroups, type KnownAgeGroup } from '../age-groups.ts';

/** Whole years, both ends included. */
export interface Years {
  from: number;
  to: number;
}

/** HXL leaves the bounds open; these are those of the examples in its dictionary of attributes. */
const groupYears: Readonly<Record<KnownAgeGroup, Years>> = {
  infant: { from: 0, to: 2 },
  child: { from: 3, to: 11 },
  adolescent: { from: 12, to: 17 },
  adult: { from: 18, to: 64 },
  elderly: { from: 65, to: 110 },
};

/**
 * The calendar years between which a person was born, or null when nothing is known. The most exact
 * of what is given counts: the year of birth, else the age, else the age group.
 *
 * @param known.asOfYear the year in which the age was true: of the photograph, of the arrest, of today
 */
export const bornBetween = (known: {
  birthYear: number | null;
  ageYears: Years | null;
  ageGroup: KnownAgeGroup | null;
  asOfYear: number;
}): Years | null => {
  if (known.birthYear !== null) return { from: known.birthYear, to: known.birthYear };
  const age = known.ageYears ?? (known.ageGroup === null ? null : groupYears[known.ageGroup]);
  // Who is 20 in a year may have the birthday still before them.
  return age === null ? null : { from: known.asOfYear - age.to - 1, to: known.asOfYear - age.from };
};

/** The one group that a span of ages lies in; null where it reaches into another. */
export const groupOfAges = (ages: Years): KnownAgeGroup | null =>
  knownAgeGroups.find(
    (group) => groupYears[group].from <= ages.from && ages.to <= groupYears[group].to,
  ) ?? null;

/** Years that lie between two spans; 0 when they touch. */
export const yearsApart = (one: Years, other: Years): number =>
  Math.max(0, one.from - other.to, other.from - one.to);

/** Years from the earliest to the latest of two spans. */
export const yearsCovered = (one: Years, other: Years): number =>
  Math.max(one.to, other.to) - Math.min(one.from, other.from);
