/** The rows of tracing, as rows.ts gives the others. An observer gets none of them. */
import type { PersonAgeGroup, PersonSex, ShareScope } from './people/record.ts';
import type {
  ClaimStatus,
  RequestStatus,
  SeekerRelation,
  TracingEventKind,
} from './people/vocabulary.ts';
import type { Synced } from './synced.ts';
import type { Role } from './vocabulary.ts';

/** Somebody is sought by somebody: a report, of which nothing stands with any person. */
export interface TracingRequest extends Synced {
  /** The parts of the name of who is sought, each as typed, in any script. */
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
  home_adm1_pcode: string | null;
  /** Where whoever seeks last knew the one who is sought to be. */
  last_site_id: string | null;
  seeker_name: string | null;
  seeker_relation: SeekerRelation;
  /** How to reach whoever seeks; never exported. */
  seeker_contact: string | null;
  /** With whom whoever seeks agreed to have the request shared. */
  share_consent: ShareScope;
  consent_at: string | null;
  /** From then on it is neither kept nor exported: the expiry of PFIF. */
  expires_at: string | null;
  /** "domain/local id" of the PFIF record that it was made from; null for our own. */
  source_record_id: string | null;
  /** The author's team when the request was made. */
  team_id: string | null;
  status: RequestStatus;
  status_at: string;
  status_reason: string | null;
  /** A conflict about the request or one of its claims waits for a person's decision. */
  needs_review: boolean;
  changed_at: string;
}

/** That a person is the one whom a request looks for. */
export interface TracingClaim extends Synced {
  request_id: string;
  /** The record that was proposed: it stays, whatever that one is merged into [F4]. */
  person_id: string;
  status: ClaimStatus;
  status_at: string;
  status_reason: string | null;
  /** What spoke for it when it was proposed, in few words each. */
  reasons: string[];
  proposed_by: string | null;
  /** Accounts, never the same; both are kept after a reversal. */
  confirmed_first_by: string | null;
  confirmed_first_at: string | null;
  confirmed_second_by: string | null;
  confirmed_second_at: string | null;
}

/** Fields by name; `status` is the request's and `claim` the claim's. */
type TracingValues = Record<string, unknown>;

/** The history of a request and its claims, append-only but for `resolved_by`. Its id is the mutation's. */
export interface TracingEvent extends Synced {
  request_id: string;
  /** The claim that it is about. A conflict may name one that was never made. */
  claim_id: string | null;
  person_id: string | null;
  kind: TracingEventKind;
  /** Why it is a conflict; null when applied. */
  reason: 'status_changed' | 'fields_changed' | 'row_deleted' | 'contested' | null;
  actor_id: string | null;
  actor_role: Role;
  actor_team_id: string | null;
  detail: {
    old?: TracingValues;
    new?: TracingValues;
    /** A conflict: what was asked for, what its author saw, and what stands there instead. */
    wanted?: TracingValues;
    seen?: TracingValues;
    present?: TracingValues;
    /** What spoke for a claim. */
    reasons?: string[];
    /** The reason that was given. */
    why?: string;
    /** The claims that stood against one. */
    rivals?: string[];
  };
  device_at: string;
  received_at: string;
  /** The entry by which a person decided the conflict. */
  resolved_by: string | null;
}

export interface TracingRows {
  tracing_requests: TracingRequest;
  tracing_claims: TracingClaim;
  tracing_events: TracingEvent;
}
