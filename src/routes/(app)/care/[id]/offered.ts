/** The steps of the hand-off that a case's screen offers to its reader. */
import {
  handoffStep,
  medicOf,
  nextHandoffs,
  setOutBy,
  type HandoffStep,
} from '$lib/domain/care/handoff';
import type { CareCase, CareEvent } from '$lib/domain/care-rows';
import type { HandoffStatus } from '$lib/domain/care/vocabulary';
import { mayCareFor, type Actor } from '$lib/domain/permissions';
import type { OperationStatus } from '$lib/domain/vocabulary';

export interface OfferedHandoff extends HandoffStep {
  to: HandoffStatus;
}

export interface OfferedSteps {
  /** The way forward; null where it is not this person's, or is a triage. */
  main: OfferedHandoff | null;
  others: OfferedHandoff[];
  /** Why the way forward is somebody else's. */
  why: 'own_transport' | 'facility' | null;
}

/** What usually follows. Nobody is sent off, discharged or declared dead by the first button alone. */
const forward: Readonly<Partial<Record<HandoffStatus, HandoffStatus>>> = {
  triaged: 'transport_requested',
  transport_requested: 'in_transport',
  in_transport: 'arrived',
  arrived: 'received',
  not_received: 'transport_requested',
  received: 'discharged',
};

const nothing: OfferedSteps = { main: null, others: [], why: null };

export const offeredSteps = (
  { actor, userId }: { actor: Actor; userId: string },
  care: CareCase,
  events: readonly CareEvent[],
  operation: OperationStatus,
): OfferedSteps => {
  if (operation !== 'active' || !mayCareFor(actor, care)) return nothing;
  const broughtBy = setOutBy(events);
  const speaksFor = medicOf({ role: actor.role, userId }, care, broughtBy);
  const all = nextHandoffs(care.handoff).flatMap((to) => {
    const step = handoffStep(care.handoff, to);
    // The first look takes a case from `registered` to `triaged`: that is no step to tap.
    const isLook = care.handoff === 'registered' && to === 'triaged';
    return step && !isLook ? [{ ...step, to }] : [];
  });
  const mine = all.filter(({ by }) => by === 'carer' || speaksFor !== null);
  const isMain = ({ to }: OfferedHandoff) => to === forward[care.handoff];
  const isOthers = mine.length < all.length;
  return {
    main: mine.find(isMain) ?? null,
    others: mine.filter((step) => !isMain(step)),
    why: !isOthers ? null : actor.role === 'medic' ? 'own_transport' : 'facility',
  };
};

/** Whether a step asks something before it is taken. A death is never one tap. */
export const asksFirst = ({ to, needsReason, facility }: OfferedHandoff): boolean =>
  needsReason || facility !== null || to === 'died' || to === 'discharged';
