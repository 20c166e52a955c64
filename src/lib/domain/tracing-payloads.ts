/** What a client may ask for in tracing, as mutations.ts gives the rest. */
import type { ClaimStatus, RequestStatus } from './people/vocabulary.ts';
import type { TracingRequest } from './tracing-rows.ts';

/** What may be recorded of who is sought and of who seeks. */
export type TracingFields = Pick<
  TracingRequest,
  | 'given'
  | 'father'
  | 'grandfather'
  | 'family'
  | 'mother'
  | 'kunya'
  | 'also_known_as'
  | 'sex'
  | 'age_group'
  | 'birth_year'
  | 'home_adm1_pcode'
  | 'last_site_id'
  | 'seeker_name'
  | 'seeker_relation'
  | 'seeker_contact'
  | 'share_consent'
  | 'consent_at'
  | 'expires_at'
>;

export interface TracingPayloads {
  /** `source_record_id`: the PFIF record that it is made from. */
  'tracing.request': Partial<TracingFields> & { source_record_id?: string | null };
  /** Ends a request, or takes it up again [F2]. */
  'tracing.step': {
    /** The status that the author saw. */
    from: RequestStatus;
    to: 'open' | 'closed' | 'withdrawn' | 'expired';
    /** At most 500 characters. */
    reason?: string;
    resolves?: string[];
  };
  /** entity_id is the claim: that of `claimId`, so that two who propose the same make one [F1]. */
  'tracing.claim': {
    request_id: string;
    person_id: string;
    /** What speaks for it, in few words each; at most 20. */
    reasons?: string[];
    resolves?: string[];
  };
  'tracing.claim_step': {
    /** The status that the author saw. */
    from: ClaimStatus;
    to: ClaimStatus;
    /** At most 500 characters. */
    reason?: string;
    resolves?: string[];
  };
}
