/**
 * The words for the closed lists of a person's record. Apart from the others: the list of tasks,
 * which has to open on the slowest phone, needs none of them.
 */
import type {
  ErasureReason,
  PersonAgeGroup,
  PersonCondition,
  PersonSex,
  ShareScope,
} from '$lib/domain/people/record';
import { m } from '$lib/paraglide/messages.js';
import type { Words } from './labels';

export const personSexWords: Words<PersonSex> = {
  female: m.domain_person_sex_female,
  male: m.domain_person_sex_male,
  unknown: m.domain_person_sex_unknown,
};

export const personAgeGroupWords: Words<PersonAgeGroup> = {
  infant: m.domain_person_age_group_infant,
  child: m.domain_person_age_group_child,
  adolescent: m.domain_person_age_group_adolescent,
  adult: m.domain_person_age_group_adult,
  elderly: m.domain_person_age_group_elderly,
  unknown: m.domain_person_age_group_unknown,
};

export const personConditionWords: Words<PersonCondition> = {
  stable: m.domain_person_condition_stable,
  injured: m.domain_person_condition_injured,
  critical: m.domain_person_condition_critical,
  unresponsive: m.domain_person_condition_unresponsive,
  deceased: m.domain_person_condition_deceased,
  unknown: m.domain_person_condition_unknown,
};

export const shareScopeWords: Words<ShareScope> = {
  none: m.domain_share_scope_none,
  family: m.domain_share_scope_family,
  partners: m.domain_share_scope_partners,
  public: m.domain_share_scope_public,
};

export const erasureReasonWords: Words<ErasureReason> = {
  request_of_the_person: m.erase_reason_request_of_the_person,
  request_of_the_family: m.erase_reason_request_of_the_family,
  kept_too_long: m.erase_reason_kept_too_long,
  recorded_by_mistake: m.erase_reason_recorded_by_mistake,
  expired: m.erase_reason_expired,
};
