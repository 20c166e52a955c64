/** What a client may ask for in medical care, as mutations.ts gives the rest. */
import type { CareObservation } from './care-rows.ts';
import type { AnsweredQuestion } from './care/triage.ts';
import type {
  BedKind,
  FacilityStatus,
  HandoffStatus,
  TriageCategory,
  TriageMethod,
} from './care/vocabulary.ts';

export interface TriagePayload {
  category: TriageCategory;
  method: TriageMethod;
  /** The answers of the algorithm; left out for a direct choice. */
  path?: AnsweredQuestion[];
}

/** What can be observed; what nobody asked or measured is left out. */
type Observed = Omit<
  CareObservation,
  | 'id'
  | 'operation_id'
  | 'version'
  | 'created_at'
  | 'updated_at'
  | 'deleted_at'
  | 'case_id'
  | 'observed_at'
  | 'actor_id'
  | 'actor_team_id'
>;

export interface CarePayloads {
  /** The case will be its author's team's. */
  'care.open': {
    person_id?: string | null;
    site_id?: string | null;
    area_id?: string | null;
    task_id?: string | null;
    /** The first look, where there was one. */
    triage?: TriagePayload;
  };
  'care.triage': TriagePayload;
  /** At least one of them. */
  'care.observe': Partial<Observed>;
  /** The same `from` and `to` keep things as they are, to decide a conflict. */
  'care.step': {
    /** The status that the author saw. */
    from: HandoffStatus;
    to: HandoffStatus;
    reason?: string;
    /** Where to; for a step that leaves the facility as it is, the one that the author saw. */
    facility_id?: string | null;
    resolves?: string[];
  };
  /** `person_id` null takes a wrong link back; `from_person_id` is what the author saw. */
  'care.link': { person_id: string | null; from_person_id?: string | null; resolves?: string[] };
  /** entity_id is the site. Beds need a kind. */
  'facility.report': {
    bed_kind?: BedKind | null;
    beds_total?: number | null;
    beds_free?: number | null;
    status: FacilityStatus;
    services?: string[] | null;
  };
}
