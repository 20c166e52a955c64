/** The decisions that a person can take on a conflict in somebody's record. */
import type { Payloads } from '$lib/domain/mutations';
import { mayDeletePeople, mayRecordPeople, type Actor } from '$lib/domain/permissions';
import type { Person, PersonEvent } from '$lib/domain/rows';
import type { OperationStatus } from '$lib/domain/vocabulary';
import { readPersonEvent, readValues, type PersonChange } from '../readEvent';

type Update = Payloads['person.update'];

export interface PersonConflict {
  event: PersonEvent;
  /** What was asked for (`to`) beside what stands there now (`from`). */
  fields: PersonChange[];
  /** The entry by which the fields came to stand as they do. */
  other: PersonEvent | undefined;
  /** The record stays as it is; null when this person may not decide. */
  keep: Update | null;
  /** What was asked for is set after all; null when it cannot be, or nobody may. */
  take: Update | null;
}

/** @param history of the record, oldest first */
export const openConflicts = (
  actor: Actor,
  person: Person,
  history: readonly PersonEvent[],
  operation: OperationStatus,
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
        keep: may ? { set: {}, resolves } : null,
        take: may ? taken(actor, event, resolves) : null,
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

/** A merge that did not fit is asked for anew from the other record, not set as a field. */
const taken = (actor: Actor, { detail }: PersonEvent, resolves: string[]): Update | null => {
  const wanted = readValues(detail.wanted);
  if (!wanted || 'merged_into' in wanted || Object.keys(wanted).length === 0) return null;
  if ('deleted' in wanted && !mayDeletePeople(actor)) return null;
  return { set: Object.fromEntries(Object.entries(wanted)), resolves };
};
