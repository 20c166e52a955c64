import type { Rule } from './index.ts';
import type { PersonEvent } from '../../../src/lib/domain/rows.ts';
import { faultsInHistory, grouped, isInCircle } from './history.ts';

/** [N1], [N2], [N3]: a record is what its history says, and nobody stands for themselves. */
export const peopleRule: Rule = ({ people, person_events }, { seqOf }) => {
  const faults: string[] = [];
  const histories = grouped(person_events, ({ person_id }) => person_id, seqOf);
  const ids = new Set(people.map(({ id }) => id));
  for (const person of people) {
    const history = (histories.get(person.id) ?? []).map(({ kind, resolved_by, detail }) => ({
      isOpenConflict: kind === 'conflict' && resolved_by === null,
      set: kind === 'conflict' ? null : (detail.new ?? {}),
    }));
    if (history.length === 0) faults.push(`Person ${person.id} has no history.`);
    faults.push(...faultsInHistory('Person', person, history, (field) => field !== 'deleted'));
  }
  for (const id of histories.keys())
    if (!ids.has(id)) faults.push(`The history of person ${id}, who was taken away, is there.`);
  return [...faults, ...faultsInMerges(person_events, seqOf)];
};

/** Merge for merge, as they came: a circle that was undone since was one all the same. */
const faultsInMerges = (
  events: readonly PersonEvent[],
  seqOf: (id: string) => number,
): string[] => {
  const into = new Map<string, string | null>();
  for (const { id, person_id, kind, detail } of events.toSorted(
    (a, b) => seqOf(a.id) - seqOf(b.id),
  )) {
    if (kind !== 'merged' && kind !== 'unmerged') continue;
    into.set(person_id, (detail.new?.['merged_into'] ?? null) as string | null);
    if (isInCircle(person_id, into)) return [`By ${id} person ${person_id} stands for themselves.`];
  }
  return [];
};
