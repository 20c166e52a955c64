import type { Person } from '$lib/domain/rows';

/** The records that a record stands for, and those that these stand for: they are erased with it [X2]. */
export const standingFor = (people: readonly Person[], id: string): Person[] => {
  const found = people.filter(({ merged_into }) => merged_into === id);
  return [...found, ...found.flatMap((one) => standingFor(people, one.id))];
};
