import type { CareCase, CareEvent } from '../../../src/lib/domain/care-rows.ts';
import { handoffStep } from '../../../src/lib/domain/care/handoff.ts';
import type { Rule } from './index.ts';
import { faultsInHistory, grouped } from './history.ts';

/** [M2], [M3], [M4]: where a case stands follows from its events, its category from the last look. */
export const careRule: Rule = (rows, { isClinical, seqOf }) => {
  const faults: string[] = [];
  const histories = grouped(rows.care_events, ({ case_id }) => case_id, seqOf);
  const looks = grouped(rows.triage_entries, ({ case_id }) => case_id, seqOf);
  for (const care of rows.care_cases) {
    const events = histories.get(care.id) ?? [];
    if (events[0]?.kind !== 'open') faults.push(`Case ${care.id} was never opened.`);
    const history = events.map((event) => ({
      isOpenConflict: event.outcome === 'conflict' && event.resolved_at === null,
      set: event.outcome === 'conflict' ? null : setBy(event),
    }));
    faults.push(...faultsInHistory('Case', care, history), ...faultsInSteps(care, events));
    const last = looks.get(care.id)?.at(-1)?.category ?? null;
    if (isClinical && care.category !== last)
      faults.push(`Case ${care.id} is ${care.category}, and was last looked at as ${last}.`);
  }
  return faults;
};

const setBy = (event: CareEvent): Record<string, unknown> => {
  const { kind, to_status, facility_id, person_id } = event;
  if (kind === 'link') return { person_id };
  return {
    handoff: to_status,
    ...(kind === 'open' ? { person_id } : {}),
    ...(facility_id === null ? {} : { facility_id }),
  };
};

/** Each applied step is one of the table, and who set out with somebody does not receive them. */
const faultsInSteps = ({ id }: CareCase, events: readonly CareEvent[]): string[] => {
  const faults: string[] = [];
  let stood: CareEvent['to_status'] = null;
  let broughtBy: string | null = null;
  for (const { kind, outcome, to_status, actor_id, actor_role } of events) {
    if (outcome === 'conflict' || kind === 'link' || to_status === null) continue;
    const step = stood === null ? undefined : handoffStep(stood, to_status);
    if (kind === 'step' && stood !== to_status && !step)
      faults.push(`Case ${id} went from ${stood} to ${to_status}.`);
    const isByFacility = step?.by === 'facility' && stood !== to_status;
    if (
      isByFacility &&
      (actor_role !== 'medic' || (stood !== 'received' && actor_id === broughtBy))
    )
      faults.push(`Case ${id}: ${actor_role} ${actor_id} said ${to_status} for the facility.`);
    if (to_status === 'in_transport') broughtBy = actor_id;
    stood = to_status;
  }
  return faults;
};
