/** What the server answers to a mutation, and why it did not simply do it. */

/** Why a mutation is kept for a person to decide. */
export const conflictReasons = [
  'status_changed',
  'held_by_other_team',
  'fields_changed',
  'row_deleted',
  /** Another claim on the same person stands [F3]. */
  'contested',
  /** Consent to the photograph was taken back meanwhile [G3]. */
  'consent_withdrawn',
] as const;
export type ConflictReason = (typeof conflictReasons)[number];

/** Why a mutation was refused for good: sending it again as it is cannot help. */
export const rejectionReasons = [
  'malformed',
  'unknown_kind',
  'wrong_operation',
  'not_a_member',
  'not_allowed',
  'not_found',
  'already_exists',
  'invalid_payload',
  'transition_not_allowed',
  'reason_required',
  'own_work',
  'operation_closed',
  /** Its author had corrected or discarded it before it came [W13]. */
  'withdrawn',
  /** What it was to replace had reached the server after all, and stands [W14]. */
  'already_applied',
  /** One of two people's records stands for another one already [N2]. */
  'already_merged',
  /** The second confirmation of a hand-over has to be another account's [F3]. */
  'same_account',
  /** Storage has not all of the item [V2], [G2]. */
  'not_stored',
  /** It is about a record that was erased for good, and was not kept [X3]. */
  'erased',
  /** An unexpected failure of the server, not recorded: sending again may help. */
  'server_error',
] as const;
type RejectionReason = (typeof rejectionReasons)[number];
export type Reason = RejectionReason | ConflictReason;

type Outcome = 'applied' | 'duplicate' | 'conflict' | 'rejected';

/** The server's word on one mutation; a duplicate carries the first answer in `first_outcome`. */
export interface MutationResult {
  id: string;
  outcome: Outcome;
  first_outcome?: Exclude<Outcome, 'duplicate'>;
  reason: Reason | null;
  /** The payload's field that is at fault, for `invalid_payload`. */
  field?: string;
  version: number | null;
}
