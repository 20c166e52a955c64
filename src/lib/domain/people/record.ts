/**
 * The closed lists of a person's record, in the order in which screens show them.
 * The database holds the same lists; tests/db/vocabulary.test.ts keeps them equal.
 */
import { ageGroups, type AgeGroup } from '../age-groups.ts';

/** `unknown` where nobody could see or say. */
export const personSexes = ['female', 'male', 'unknown'] as const;
export type PersonSex = (typeof personSexes)[number];

export const personAgeGroups = ageGroups;
export type PersonAgeGroup = AgeGroup;

/** How a person looks to whoever meets them: a word, no finding. */
export const personConditions = [
  'stable',
  'injured',
  'critical',
  'unresponsive',
  'deceased',
  'unknown',
] as const;
export type PersonCondition = (typeof personConditions)[number];

/** With whom the person agreed to have the record shared. */
export const shareScopes = ['none', 'family', 'partners', 'public'] as const;
export type ShareScope = (typeof shareScopes)[number];

export const personEventKinds = ['created', 'updated', 'merged', 'unmerged', 'conflict'] as const;
export type PersonEventKind = (typeof personEventKinds)[number];

/** Why a record is erased for good. `expired`, that its date has passed, is the server's own word. */
export const erasureReasons = [
  'request_of_the_person',
  'request_of_the_family',
  'kept_too_long',
  'recorded_by_mistake',
  'expired',
] as const;
export type ErasureReason = (typeof erasureReasons)[number];
