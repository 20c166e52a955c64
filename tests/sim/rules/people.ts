import type { Rule } from './index.ts';
import { faultsInHistory, grouped, inCircles } from './history.ts';

/** [N1], [N2], [N3]: a record is what its history says, and nobody stands for themselves. */
export const peopleRule: Rule = ({ people, person_events }) => {
  const faults: string[] = [];
  const histories = grouped(person_events, ({ person_id }) => person_id);
  const ids = new Set(people.map(({ id }) => id));
  for (const person of people) {
    const history = (histories.get(person.id) ?? []).map(
      ({ id, version, kind, resolved_by, detail }) => ({
        ...{ id, version, isOpenConflict: kind === 'conflict' && resolved_by === null },
        set: kind === 'conflict' ? null : (detail.new ?? {}),
      }),
    );
    if (history.length === 0) faults.push(`Person ${person.id} has no history.`);
    faults.push(...faultsInHistory('Person', person, history, (field) => field !== 'deleted'));
  }
  for (const id of histories.keys())
    if (!ids.has(id)) faults.push(`The history of person ${id}, who was taken away, is there.`);
  const into = new Map(people.map(({ id, merged_into }) => [id, merged_into]));
  for (const id of inCircles(into)) faults.push(`Person ${id} stands for themselves.`);
  return faults;
};
