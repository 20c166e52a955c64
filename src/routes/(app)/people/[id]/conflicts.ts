/** The decisions that a person can take on a conflict in somebody's record. */
import type { Payloads } from '$lib/domain/mutations';
import { mayDeletePeople, mayRecordPeople, type Actor } from '$lib/domain/permissions';
import type { Person, PersonEvent } from '$lib/domain/rows';
import type { OperationStatus } from '$lib/domain/vocabulary';
import { readPersonEvent, readValues, type PersonChange } from '../readEvent';

type DecisionKind = 'person.update' | 'person.merge' | 'person.unmerge';
export type Decision = {
  [K in DecisionKind]: { kind: K; payload: Payloads[K] };
}[DecisionKind];

export interface PersonConflict {
  event: PersonEvent;
  /** What was asked for (`to`) beside what stands there now (`from`). */
  fields: PersonChange[];
  /** The entry by which the fields came to stand as they do. */
  other: PersonEvent | undefined;
  /** The record stays as it is; null when this person may not decide. */
  keep: Decision | null;
  /** What was asked for is done after all; null when it cannot be, or nobody may. */
  take: Decision | null;
}

/**
 * @param history of the record, oldest first
 * @param personOf the other record of a merge, where it is on this phone
 */
export const openConflicts = (
  actor: Actor,
  person: Person,
  history: readonly PersonEvent[],
  operation: OperationStatus,
  personOf: (id: string) => Person | undefined,
): PersonConflict[] =>
  history
    .filter(({ kind, resolved_by }) => kind === 'conflict' && resolved_by === null)
    .map((event) => {
      const line = readPersonEvent(event);
      const fields = (line.type === 'conflict' ? line.fields : []).map((change) => ({
        ...change,
        from: change.field === 'deleted' ? false : person[change.field],
      }));
      const may = operation === 'active' && mayRecordPeople(actor);
      const resolves = [event.id];
      return {
        event,
        fields,
        other: lastToSet(history, fields),
        keep: may ? { kind: 'person.update', payload: { set: {}, resolves } } : null,
        take: may ? taken(actor, person, event, personOf) : null,
      };
    });

const lastToSet = (
  history: readonly PersonEvent[],
  fields: readonly PersonChange[],
): PersonEvent | undefined =>
  history.findLast(
    ({ kind, detail: { new: set } }) =>
      kind !== 'conflict' && set !== undefined && fields.some(({ field }) => field in set),
  );

const taken = (
  actor: Actor,
  person: Person,
  event: PersonEvent,
  personOf: (id: string) => Person | undefined,
): Decision | null => {
  const wanted = readValues(event.detail.wanted);
  if (!wanted || Object.keys(wanted).length === 0) return null;
  if (wanted.merged_into !== undefined)
    return wanted.merged_into === null
      ? parted(person, event)
      : merged(person, event, personOf(wanted.merged_into));
  if ('deleted' in wanted && !mayDeletePeople(actor)) return null;
  const set = Object.fromEntries(Object.entries(wanted));
  return { kind: 'person.update', payload: { set, resolves: [event.id] } };
};

/** Both records are there by now, and neither stands for another one [N2]. */
const merged = (
  person: Person,
  { id, detail }: PersonEvent,
  into: Person | undefined,
): Decision | null =>
  into && into.id !== person.id && person.merged_into === null && into.merged_into === null
    ? {
        kind: 'person.merge',
        payload: { into: into.id, reasons: detail.reasons ?? [], resolves: [id] },
      }
    : null;

/** It stands for another record than its author saw: that one is taken back now. */
const parted = (person: Person, { id, detail }: PersonEvent): Decision | null => {
  const reason = detail.reason?.trim() ?? '';
  return person.merged_into !== null && reason !== ''
    ? {
        kind: 'person.unmerge',
        payload: { reason, from: person.merged_into, resolves: [id] },
      }
    : null;
};
