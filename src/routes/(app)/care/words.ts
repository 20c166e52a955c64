/** Care cases in words. */
import type { CareCase, CareEvent } from '$lib/domain/care-rows';
import { facilityChoices, isFull } from '$lib/domain/care/facility-order';
import type { HandoffStatus } from '$lib/domain/care/vocabulary';
import { shortCode } from '$lib/domain/people/short-code';
import { standsFor } from '$lib/domain/people/traced';
import type { Person } from '$lib/domain/rows';
import { facilityStatusWords, handoffWords } from '$lib/i18n/care-labels';
import { ageInWords } from '$lib/i18n/dates';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';

const stepTo: Readonly<Record<HandoffStatus, () => string>> = {
  registered: m.care_step_registered,
  triaged: m.care_step_triaged,
  transport_requested: m.care_step_transport_requested,
  in_transport: m.care_step_in_transport,
  arrived: m.care_step_arrived,
  not_received: m.care_step_not_received,
  received: m.care_step_received,
  discharged: m.care_step_discharged,
  left: m.care_step_left,
  died: m.care_step_died,
};

/** What a button says that takes this step. */
export const stepWords = (from: HandoffStatus, to: HandoffStatus): string => {
  if (to === 'transport_requested' && from === 'received') return m.care_step_transfer();
  if (to === 'transport_requested' && from === 'in_transport') return m.care_step_turn_back();
  if (to === 'triaged' && from === 'transport_requested') return m.care_step_call_off();
  return stepTo[to]();
};

/** A facility by name; null where none is named or known. */
export const facilityName = (operation: OperationState, siteId: string | null): string | null => {
  const site = operation.site(siteId);
  return site ? nameOf(site) : null;
};

/** That a facility is full or closed, by what it said last and how long ago; null where it is neither. */
export const facilitySaid = (
  operation: Pick<OperationState, 'site' | 'facilityReports'>,
  siteId: string | null,
  nowMs: number,
): string | null => {
  const site = operation.site(siteId);
  const [choice] = facilityChoices(site ? [site] : [], operation.facilityReports, undefined);
  if (!choice) return null;
  const { status, beds } = choice;
  const age = (at: string) => ageInWords(nowMs - Date.parse(at));
  if (status && status.is !== 'open')
    return m.care_facility_status_at({
      status: facilityStatusWords[status.is](),
      age: age(status.at),
    });
  return beds && isFull(choice) ? m.care_beds_free({ count: beds.free, age: age(beds.at) }) : null;
};

/** Whom a case is about: the record that stands for the one it was linked to, after merges. */
export const personOf = (
  operation: Pick<OperationState, 'person'>,
  { person_id }: Pick<CareCase, 'person_id'>,
): Person | undefined =>
  person_id === null
    ? undefined
    : operation.person(standsFor(person_id, (id) => operation.person(id)));

/** What an entry of the history says, without its facility and reason. */
export const eventWords = ({ kind, to_status, person_id }: CareEvent): string => {
  if (kind === 'open') return m.care_event_open();
  if (kind === 'step') return to_status ? handoffWords[to_status]() : '';
  // A code keeps its own direction inside Arabic.
  return person_id
    ? m.care_event_link({ person: `\u2066${shortCode(person_id)}\u2069` })
    : m.care_event_unlink();
};
