/** The questions of a triage, their answers and their sources in words. */
import type { TriageAnswer, TriageQuestion } from '$lib/domain/care/triage';
import type { TriageMethod } from '$lib/domain/care/vocabulary';
import { m } from '$lib/paraglide/messages.js';

export const questionWords: Readonly<Record<TriageQuestion, () => string>> = {
  walks: m.care_q_walks,
  breathing: m.care_q_breathing,
  breathing_with_open_airway: m.care_q_breathing_with_open_airway,
  breathing_rate: m.care_q_breathing_rate,
  perfusion: m.care_q_perfusion,
  follows_commands: m.care_q_follows_commands,
  pulse_without_breathing: m.care_q_pulse_without_breathing,
  breathing_after_five_rescue_breaths: m.care_q_breathing_after_five_rescue_breaths,
  child_breathing_rate: m.care_q_child_breathing_rate,
  child_pulse: m.care_q_child_pulse,
  child_response: m.care_q_child_response,
  child_walked_before: m.care_q_child_walked_before,
  child_serious_injury: m.care_q_child_serious_injury,
};

/** How to find the answer, where the question does not say it. */
export const questionHints: Readonly<Partial<Record<TriageQuestion, () => string>>> = {
  perfusion: m.care_hint_perfusion,
  follows_commands: m.care_hint_follows_commands,
  child_walked_before: m.care_hint_child_walked_before,
  child_serious_injury: m.care_hint_child_serious_injury,
};

export const answerWords: Readonly<Record<TriageAnswer, () => string>> = {
  yes: m.care_a_yes,
  no: m.care_a_no,
  up_to_30: m.care_a_up_to_30,
  over_30: m.care_a_over_30,
  under_15: m.care_a_under_15,
  from_15_to_45: m.care_a_from_15_to_45,
  over_45: m.care_a_over_45,
  irregular: m.care_a_irregular,
  perfused: m.care_a_perfused,
  poorly_perfused: m.care_a_poorly_perfused,
  alert: m.care_a_alert,
  to_voice: m.care_a_to_voice,
  to_pain_appropriate: m.care_a_to_pain_appropriate,
  to_pain_inappropriate: m.care_a_to_pain_inappropriate,
  unresponsive: m.care_a_unresponsive,
};

export const sourceWords: Readonly<Record<TriageMethod, () => string>> = {
  start: m.care_source_start,
  jumpstart: m.care_source_jumpstart,
  direct: m.care_source_direct,
};
