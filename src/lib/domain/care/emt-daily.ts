/**
 * The daily report of the minimum data set of the WHO's Emergency Medical Teams (version 1.0, 2017),
 * as far as care cases can tell it. The server counts (`emt_daily`, docs/sync-spec.md M6); here are
 * the lists that its answer is made of, in the order of the report.
 */

/** The report's two sexes. It tells women who are pregnant from those who are not: these cases do not. */
export const emtSexes = ['male', 'female', 'unknown'] as const;
export type EmtSex = (typeof emtSexes)[number];

/**
 * The report's five age groups, in years. `1_to_17` is no sixth: it has the children whose records do
 * not say on which side of 5 they are, for a child is seen at the door and not asked for a birthday.
 */
export const emtAges = [
  'under_1',
  '1_to_4',
  '5_to_17',
  '1_to_17',
  '18_to_64',
  '65_and_over',
  'unknown',
] as const;
export type EmtAge = (typeof emtAges)[number];

/** What became of people that day. */
export const emtOutcomes = [
  'discharged',
  'referred',
  'admitted',
  'died_before_receipt',
  'died_in_facility',
  'left',
] as const;
export type EmtOutcome = (typeof emtOutcomes)[number];

/**
 * The item of the report that an outcome answers; null for what the report does not ask. Two items
 * are one here, for these cases do not know who is to be seen again. Dead on arrival has all who died
 * before a facility received them, on the way and on the spot.
 */
export const emtItems: Readonly<Record<EmtOutcome, string | null>> = {
  discharged: 'MDS36 + MDS37',
  referred: 'MDS39',
  admitted: 'MDS40',
  died_before_receipt: 'MDS41',
  died_in_facility: 'MDS42',
  left: null,
};

/** What the report asks and these cases cannot tell: never shown as a zero. */
export const emtNotCovered = [
  'pregnancy',
  'health_events',
  'procedures',
  'follow_up',
  'discharged_against_advice',
  'rehabilitation',
  'relation_to_event',
  'protection',
  'immediate_reports',
  'community_needs',
  'operational_constraints',
  'team_details',
] as const;
export type EmtNotCovered = (typeof emtNotCovered)[number];
