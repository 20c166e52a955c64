/** The words for what tracing requests and claims say. */
import type { ClaimStatus, RequestStatus, SeekerRelation } from '$lib/domain/people/vocabulary';
import { m } from '$lib/paraglide/messages.js';

type Words<K extends string> = Readonly<Record<K, () => string>>;

export const requestStatusWords: Words<RequestStatus> = {
  open: m.domain_request_status_open,
  candidate_proposed: m.domain_request_status_candidate_proposed,
  matched_pending: m.domain_request_status_matched_pending,
  handed_over: m.domain_request_status_handed_over,
  reversed: m.domain_request_status_reversed,
  closed: m.domain_request_status_closed,
  withdrawn: m.domain_request_status_withdrawn,
  expired: m.domain_request_status_expired,
};

export const claimStatusWords: Words<ClaimStatus> = {
  proposed: m.domain_claim_status_proposed,
  held: m.domain_claim_status_held,
  confirmed_once: m.domain_claim_status_confirmed_once,
  confirmed: m.domain_claim_status_confirmed,
  rejected: m.domain_claim_status_rejected,
  reversed: m.domain_claim_status_reversed,
};

export const seekerRelationWords: Words<SeekerRelation> = {
  parent: m.domain_seeker_relation_parent,
  spouse: m.domain_seeker_relation_spouse,
  child: m.domain_seeker_relation_child,
  sibling: m.domain_seeker_relation_sibling,
  relative: m.domain_seeker_relation_relative,
  friend: m.domain_seeker_relation_friend,
  organisation: m.domain_seeker_relation_organisation,
  unknown: m.domain_seeker_relation_unknown,
};
