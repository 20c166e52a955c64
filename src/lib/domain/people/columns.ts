/** The columns of people and of their history, beside those that every synced row has. */
import type {
  PersonAgeGroup,
  PersonCondition,
  PersonEventKind,
  PersonSex,
  ShareScope,
} from './record.ts';

/**
 * Somebody who was found, with or without a name. What is said aloud for them is the short code,
 * which is drawn from the id.
 */
export interface PersonColumns {
  /** The parts of the name, each as typed, in any script; null where nobody knows it. */
  given: string | null;
  father: string | null;
  grandfather: string | null;
  family: string | null;
  mother: string | null;
  kunya: string | null;
  also_known_as: string[];
  sex: PersonSex;
  age_group: PersonAgeGroup;
  birth_year: number | null;
  /** Codes of ISO 639. */
  languages: string[];
  home_adm1_pcode: string | null;
  found_site_id: string | null;
  found_area_id: string | null;
  found_task_id: string | null;
  found_at: string | null;
  /** The author's team when the record was made. */
  team_id: string | null;
  condition: PersonCondition;
  /** People who have the same one must stay together. */
  group_id: string | null;
  photo_consent: boolean;
  share_consent: ShareScope;
  /** When the person last said what may be shared. */
  consent_at: string | null;
  /** YYYY-MM-DD: the day after which the record is no longer to be kept. */
  expires_on: string | null;
  /** The record that stands for the same person [N2]. */
  merged_into: string | null;
  /** A conflict waits for a person's decision. */
  needs_review: boolean;
  changed_at: string;
}

/** Fields by name, as they were, became, were asked for or stand. */
type PersonValues = Record<string, unknown>;

/** One entry of the history of a person's record; its id is that of the mutation. */
export interface PersonEventColumns {
  person_id: string;
  kind: PersonEventKind;
  actor_id: string | null;
  actor_team_id: string | null;
  detail: {
    /** What was applied: the fields that changed. `created` has `new` alone: what was recorded. */
    old?: PersonValues;
    new?: PersonValues;
    /** A conflict: what was asked for, what its author saw, and what stands there instead. */
    wanted?: PersonValues;
    seen?: PersonValues;
    present?: PersonValues;
    /** Why two records were taken for one person. */
    reasons?: string[];
    /** Why that was taken back. */
    reason?: string;
  };
  device_at: string;
  received_at: string;
  /** The entry by which a person decided the conflict. */
  resolved_by: string | null;
}
