/** The words for the closed lists of the reports desk, in the reader's language. */
import type {
  Credibility,
  Measure,
  Reliability,
  ReportKind,
  ReportStatus,
} from '$lib/domain/reports/vocabulary';
import { m } from '$lib/paraglide/messages.js';
import type { Words } from './labels';

export const reportKindWords: Words<ReportKind> = {
  claim: m.domain_report_kind_claim,
  lead: m.domain_report_kind_lead,
};

export const reportStatusWords: Words<ReportStatus> = {
  unverified: m.domain_report_status_unverified,
  corroborated: m.domain_report_status_corroborated,
  disputed: m.domain_report_status_disputed,
  refuted: m.domain_report_status_refuted,
  superseded: m.domain_report_status_superseded,
};

export const measureWords: Words<Measure> = {
  people_held: m.domain_measure_people_held,
  people_freed: m.domain_measure_people_freed,
  people_injured: m.domain_measure_people_injured,
  people_dead: m.domain_measure_people_dead,
  people_missing: m.domain_measure_people_missing,
};

export const reliabilityWords: Words<Reliability> = {
  A: m.domain_reliability_a,
  B: m.domain_reliability_b,
  C: m.domain_reliability_c,
  D: m.domain_reliability_d,
  E: m.domain_reliability_e,
  F: m.domain_reliability_f,
};

export const credibilityWords: Words<Credibility> = {
  '1': m.domain_credibility_1,
  '2': m.domain_credibility_2,
  '3': m.domain_credibility_3,
  '4': m.domain_credibility_4,
  '5': m.domain_credibility_5,
  '6': m.domain_credibility_6,
};
