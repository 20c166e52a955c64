/**
 * The closed lists about people and claims, in the order in which screens show them.
 * The database holds the same lists as check constraints.
 */

/** As PFIF 1.4 has them; not known is null, never a word of this list. */
export const sexes = ['female', 'male', 'other'] as const;
export type Sex = (typeof sexes)[number];

/**
 * Whether a person's record may leave the organisation, as the person or the family said:
 * `withdrawn` was given before, so that those who hold a copy have to be told.
 */
export const shareConsents = ['none', 'given', 'withdrawn'] as const;
export type ShareConsent = (typeof shareConsents)[number];

/** A tracing request: that somebody is missing is what a family reports, not a property of a person. */
export const requestStatuses = [
  'open',
  'candidate_proposed',
  'matched_pending',
  'handed_over',
  'reversed',
  'closed',
  'withdrawn',
  'expired',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** A claim: the link between one tracing request and one person. */
export const claimStatuses = [
  'proposed',
  'held',
  'confirmed_once',
  'confirmed',
  'rejected',
  'reversed',
] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

/** What whoever seeks is to the one who is sought. */
export const seekerRelations = [
  'parent',
  'spouse',
  'child',
  'sibling',
  'relative',
  'friend',
  'organisation',
  'unknown',
] as const;
export type SeekerRelation = (typeof seekerRelations)[number];

export const tracingEventKinds = [
  'requested',
  'updated',
  'step',
  'claimed',
  'claim_step',
  'conflict',
] as const;
export type TracingEventKind = (typeof tracingEventKinds)[number];
