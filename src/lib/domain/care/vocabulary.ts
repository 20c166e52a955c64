/**
 * The closed lists of releases and care, in the order in which screens show them: those that the database is to
 * hold as well.
 */

/** Five categories: START and JumpSTART know four of them, SALT adds `expectant`. */
export const triageCategories = ['immediate', 'delayed', 'minor', 'expectant', 'deceased'] as const;
export type TriageCategory = (typeof triageCategories)[number];

/** The algorithms that are asked question by question. */
export const triageAlgorithms = ['start', 'jumpstart'] as const;
export type TriageAlgorithm = (typeof triageAlgorithms)[number];

/** How a category was come to: by an algorithm, or chosen by a medic at sight. */
export const triageMethods = [...triageAlgorithms, 'direct'] as const;
export type TriageMethod = (typeof triageMethods)[number];

/**
 * What the counts of those who came out are kept by; `unknown` where nobody could see or say. Sex and
 * coming of age in one tap each: the finer ages of age-groups.ts are for who gets a record of their own.
 */
export const releaseGroups = ['women', 'men', 'girls', 'boys', 'unknown'] as const;
export type ReleaseGroup = (typeof releaseGroups)[number];

/** How far a care case has come on its way to a facility and through it. */
export const handoffStatuses = [
  'registered',
  'triaged',
  'transport_requested',
  'in_transport',
  'arrived',
  'not_received',
  'received',
  'discharged',
  'left',
  'died',
] as const;
export type HandoffStatus = (typeof handoffStatuses)[number];

/** What is seen on a person, in words that nobody has to explain. No sign says how it came about. */
export const careSigns = [
  'heavy_bleeding',
  'open_wound',
  'infected_wound',
  'burn',
  'fracture',
  'head_injury',
  'breathlessness',
  'cough',
  'chest_pain',
  'fever',
  'diarrhoea',
  'vomiting',
  'dehydration',
  'wasting',
  'swelling',
  'jaundice',
  'skin_disease',
  'hypothermia',
  'weakness',
  'sight_loss',
  'confusion',
  'agitation',
  'seizure',
  'unresponsive',
] as const;
export type CareSign = (typeof careSigns)[number];

/** What a facility has to have for this person, or has to see to. */
export const careNeeds = [
  'surgery',
  'oxygen',
  'blood',
  'dialysis',
  'insulin',
  'regular_medicine',
  'wound_care',
  'isolation',
  'tuberculosis_test',
  'nutrition',
  'maternity',
  'paediatrics',
  'mental_health',
  'rehabilitation',
  'mobility_aid',
  'interpreter',
  /** A child, or somebody who cannot speak for themselves, is here with nobody. */
  'guardian',
] as const;
export type CareNeed = (typeof careNeeds)[number];

/** Entries in the history of a case. */
export const careEventKinds = ['open', 'step', 'link'] as const;
export type CareEventKind = (typeof careEventKinds)[number];

export const bedKinds = [
  'general',
  'intensive',
  'maternity',
  'paediatric',
  'surgical',
  'isolation',
  'mental_health',
] as const;
export type BedKind = (typeof bedKinds)[number];

export const facilityStatuses = ['open', 'full', 'closed'] as const;
export type FacilityStatus = (typeof facilityStatuses)[number];
