/** The decisions that a person can take on a conflict of a care case, as the mutations that carry them out. */
import { handoffRefusal, handoffStep, medicOf, setOutBy } from '$lib/domain/care/handoff';
import type { CareCase, CareEvent } from '$lib/domain/care-rows';
import type { Payloads } from '$lib/domain/mutations';
import { mayCareFor, type Actor } from '$lib/domain/permissions';

export type CareAsk = {
  [K in 'care.step' | 'care.link']: { kind: K; payload: Payloads[K] };
}['care.step' | 'care.link'];

export interface CareConflict {
  event: CareEvent;
  /** The case stays as it is, and the conflict is settled; null for who may not decide. */
  keep: CareAsk | null;
  /** What was asked for is done after all; null where it is not possible or not this person's. */
  apply: CareAsk | null;
}

/** Those that nobody has decided yet, in the order given. */
export const openConflicts = (events: readonly CareEvent[]): CareEvent[] =>
  events.filter(({ outcome, resolved_at }) => outcome === 'conflict' && resolved_at === null);

/** The entry by which the case came to stand as it does; undefined where it is not on this phone. */
export const standsBy = (
  events: readonly CareEvent[],
  { kind }: Pick<CareEvent, 'kind'>,
): CareEvent | undefined =>
  events
    .filter(
      (event) => event.outcome === 'applied' && (event.kind === kind || event.kind === 'open'),
    )
    .at(-1);

export const conflictOf = (
  who: { actor: Actor; userId: string },
  care: CareCase,
  events: readonly CareEvent[],
  event: CareEvent,
): CareConflict => {
  if (!mayCareFor(who.actor, care)) return { event, keep: null, apply: null };
  const resolves = [event.id];
  if (event.kind === 'link') {
    const link = (person_id: string | null): CareAsk => ({
      kind: 'care.link',
      payload: { person_id, from_person_id: care.person_id, resolves },
    });
    const isSame = event.person_id === care.person_id;
    return { event, keep: link(care.person_id), apply: isSame ? null : link(event.person_id) };
  }
  const { handoff } = care;
  return {
    event,
    keep: { kind: 'care.step', payload: { from: handoff, to: handoff, resolves } },
    apply: appliedStep(who, care, events, event),
  };
};

const appliedStep = (
  { actor, userId }: { actor: Actor; userId: string },
  care: CareCase,
  events: readonly CareEvent[],
  { id, to_status: to, reason, facility_id }: CareEvent,
): CareAsk | null => {
  if (to === null || to === care.handoff) return null;
  const names = (handoffStep(care.handoff, to)?.facility ?? null) !== null;
  const speaksFor = medicOf({ role: actor.role, userId }, care, setOutBy(events));
  const facilityId = names ? facility_id : null;
  if (handoffRefusal(care, { to, reason, facilityId, medicOf: speaksFor })) return null;
  return {
    kind: 'care.step',
    payload: {
      from: care.handoff,
      to,
      ...(reason ? { reason } : {}),
      ...(facilityId ? { facility_id: facilityId } : {}),
      resolves: [id],
    },
  };
};
