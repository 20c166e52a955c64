/** People who must stay together have the same group. */
import type { Person } from '$lib/domain/rows';

/** The others of the group; none for who has none. */
export const groupOf = (people: readonly Person[], person: Person): Person[] =>
  person.group_id === null
    ? []
    : people.filter(
        ({ id, group_id, merged_into }) =>
          group_id === person.group_id && id !== person.id && merged_into === null,
      );

/**
 * What has to change so that two people, and whoever belongs to either, are one group.
 *
 * @param newGroup the id of a group where neither has one
 */
export const joined = (
  people: readonly Person[],
  person: Person,
  other: Person,
  newGroup: string,
): { id: string; group_id: string }[] => {
  const group = person.group_id ?? other.group_id ?? newGroup;
  const all = [person, other, ...groupOf(people, person), ...groupOf(people, other)];
  return [...new Map(all.map((one) => [one.id, one])).values()]
    .filter(({ group_id }) => group_id !== group)
    .map(({ id }) => ({ id, group_id: group }));
};
