/** The rows of medical care, as rows.ts gives the others. An observer or an admin gets none but reports of facilities. */
import type { Role } from './vocabulary.ts';
import type { Synced } from './synced.ts';
import type { AnsweredQuestion } from './care/triage.ts';
import type {
  BedKind,
  CareEventKind,
  CareNeed,
  CareSign,
  FacilityStatus,
  HandoffStatus,
  TriageCategory,
  TriageMethod,
} from './care/vocabulary.ts';

/** For medics, and for the coordinators of its team, who see nothing clinical of it but the category. */
export interface CareCase extends Synced {
  /** Null until somebody knows who it is; the person may come after the case. */
  person_id: string | null;
  site_id: string | null;
  area_id: string | null;
  task_id: string | null;
  /** The team that opened the case, for good; null for a medic's without a team. */
  team_id: string | null;
  /** That of the last look that came in; null where nobody has triaged yet. */
  category: TriageCategory | null;
  category_at: string | null;
  handoff: HandoffStatus;
  /** When the server heard of it. */
  handoff_at: string;
  /**
   * When the phone says that it happened, never after the server heard of it: the age of the status,
   * and what time limits run from.
   */
  handoff_happened_at: string;
  handoff_reason: string | null;
  /** The hospital or clinic where the case is or is going. */
  facility_id: string | null;
  /** A conflict waits for a person's decision. */
  needs_review: boolean;
}

/** The history of a case, append-only but for `resolved_at`, with the same readers. Its id is the mutation's. */
export interface CareEvent extends Synced {
  case_id: string;
  /** That of the case. */
  team_id: string | null;
  kind: CareEventKind;
  /** What the author saw; null for an opening or a link. */
  from_status: HandoffStatus | null;
  /** Null for a link. */
  to_status: HandoffStatus | null;
  reason: string | null;
  /** The facility that a step names. */
  facility_id: string | null;
  /** For an opening or a link: the person of the case from here on. */
  person_id: string | null;
  outcome: 'applied' | 'conflict';
  conflict_reason: 'status_changed' | 'fields_changed' | 'row_deleted' | null;
  /** What stood there before; in a conflict, what stands there instead. */
  before_status: HandoffStatus | null;
  before_facility_id: string | null;
  before_person_id: string | null;
  actor_id: string | null;
  actor_role: Role;
  actor_team_id: string | null;
  happened_at: string;
  received_at: string;
  /** A conflict that a person has decided. */
  resolved_at: string | null;
}

/** One look at a person, append-only. For medics. Its id is the mutation's. */
interface TriageRow extends Synced {
  case_id: string;
  category: TriageCategory;
  method: TriageMethod;
  /** The answers of the algorithm, in their order; none for a direct choice. */
  path: AnsweredQuestion[];
  triaged_at: string;
  actor_id: string | null;
  actor_team_id: string | null;
}

/** What was observed at one time, append-only. For medics. Null: nobody asked or measured. */
export interface CareObservation extends Synced {
  case_id: string;
  signs: CareSign[];
  needs: CareNeed[];
  weight_kg: number | null;
  height_cm: number | null;
  breaths_per_min: number | null;
  pulse_per_min: number | null;
  /** This and the next three are what refeeding.ts asks. */
  weight_loss_percent: number | null;
  days_of_little_intake: number | null;
  low_electrolytes: boolean | null;
  alcohol_or_drugs: boolean | null;
  /** For the hand-over between clinicians, at most 500 characters. */
  note: string | null;
  observed_at: string;
  actor_id: string | null;
  actor_team_id: string | null;
}

/** What a hospital or clinic says that it can take, append-only. For every member. */
interface FacilityReport extends Synced {
  site_id: string;
  /** What beds and status are about; null for the facility as a whole. */
  bed_kind: BedKind | null;
  beds_total: number | null;
  beds_free: number | null;
  status: FacilityStatus;
  /** Null where the report says nothing of services. */
  services: string[] | null;
  reported_at: string;
  actor_id: string | null;
  actor_team_id: string | null;
}

export interface CareRows {
  care_cases: CareCase;
  triage_entries: TriageRow;
  care_observations: CareObservation;
  care_events: CareEvent;
  facility_reports: FacilityReport;
}
