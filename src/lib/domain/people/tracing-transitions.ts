/** The lives of a tracing request and of a claim, as tables that the database mirrors. */
import type { Transition } from '../transitions.ts';
import type { ClaimStatus, RequestStatus } from './vocabulary.ts';

const plain: Transition = { needsReason: false };
const withReason: Transition = { needsReason: true };

type Table<Status extends string> = Readonly<
  Record<Status, Readonly<Partial<Record<Status, Transition>>>>
>;

/**
 * `requestTransitions[from][to]` exists when the step is allowed. The steps between open and reversed
 * follow from its claims (`stepClaim`); to close, withdraw, expire and reopen are steps of their own.
 * A request does not expire while somebody waits for a second confirmation, nor after a reversal.
 */
export const requestTransitions: Table<RequestStatus> = {
  open: {
    candidate_proposed: plain,
    closed: withReason,
    withdrawn: withReason,
    expired: plain,
  },
  candidate_proposed: {
    open: plain,
    matched_pending: plain,
    closed: withReason,
    withdrawn: withReason,
    expired: plain,
  },
  matched_pending: {
    open: plain,
    candidate_proposed: plain,
    handed_over: plain,
    closed: withReason,
    withdrawn: withReason,
  },
  handed_over: { reversed: withReason, closed: plain },
  reversed: {
    open: plain,
    candidate_proposed: plain,
    matched_pending: plain,
    closed: withReason,
    withdrawn: withReason,
  },
  // A wrong hand-over comes to light when everybody thought the matter closed.
  closed: { open: withReason, reversed: withReason },
  withdrawn: {},
  expired: { open: withReason },
};

/**
 * `claimTransitions[from][to]`: a hand-over takes two confirmations and can be reversed.
 * To hold a claim is to set it aside, undecided, while another is looked into.
 */
export const claimTransitions: Table<ClaimStatus> = {
  proposed: { held: plain, confirmed_once: plain, rejected: withReason },
  held: { proposed: plain, rejected: withReason },
  confirmed_once: { confirmed: plain, proposed: withReason, rejected: withReason },
  confirmed: { reversed: withReason },
  rejected: { proposed: withReason },
  reversed: { proposed: withReason },
};
