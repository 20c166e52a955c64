/** The lists of the daily return in words: the standard's names of its items. */
import {
  emtItems,
  type EmtAge,
  type EmtNotCovered,
  type EmtOutcome,
} from '$lib/domain/care/emt-daily';
import { m } from '$lib/paraglide/messages.js';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const emtAgeWords: Words<EmtAge> = {
  under_1: m.care_daily_age_under_1,
  '1_to_4': m.care_daily_age_1_to_4,
  '5_to_17': m.care_daily_age_5_to_17,
  '1_to_17': m.care_daily_age_1_to_17,
  '18_to_64': m.care_daily_age_18_to_64,
  '65_and_over': m.care_daily_age_65_and_over,
  unknown: m.care_daily_age_unknown,
};

const outcomeWords: Words<EmtOutcome> = {
  discharged: m.care_daily_discharged,
  referred: m.care_daily_referred,
  admitted: m.care_daily_admitted,
  died_before_receipt: m.care_daily_died_before_receipt,
  died_in_facility: m.care_daily_died_in_facility,
  left: m.care_daily_left,
};

/** "Admission (MDS40)"; what the standard does not ask has no item. */
export const emtOutcomeWords = (outcome: EmtOutcome): string => {
  const item = emtItems[outcome];
  const name = outcomeWords[outcome]();
  // The item keeps its own direction inside Arabic.
  return item === null ? name : `${name} (\u2066${item}\u2069)`;
};

export const emtNotCoveredWords: Words<EmtNotCovered> = {
  pregnancy: m.care_daily_no_pregnancy,
  health_events: m.care_daily_no_health_events,
  procedures: m.care_daily_no_procedures,
  follow_up: m.care_daily_no_follow_up,
  discharged_against_advice: m.care_daily_no_discharged_against_advice,
  rehabilitation: m.care_daily_no_rehabilitation,
  relation_to_event: m.care_daily_no_relation_to_event,
  protection: m.care_daily_no_protection,
  immediate_reports: m.care_daily_no_immediate_reports,
  community_needs: m.care_daily_no_community_needs,
  operational_constraints: m.care_daily_no_operational_constraints,
  team_details: m.care_daily_no_team_details,
};
