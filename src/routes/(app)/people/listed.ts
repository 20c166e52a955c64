/** Which people a list shows, and in which order. */
import type { Match } from '$lib/domain/people/search';
import type { Person } from '$lib/domain/rows';

/**
 * The newest first; those that were searched by how well they answer.
 *
 * A record that stands for another one is left out unless it was asked for: but whoever reads its
 * code from a wristband has to find it.
 *
 * @param matches null when nothing is searched
 */
export const listedPeople = (
  people: readonly Person[],
  matches: ReadonlyMap<string, Match> | null,
  withMerged: boolean,
): Person[] => {
  const rank = ({ id }: Person) => matches?.get(id)?.rank ?? 0;
  return people
    .filter(({ id, merged_into }) => {
      const match = matches?.get(id);
      if (matches && !match) return false;
      return merged_into === null || withMerged || match?.by === 'code';
    })
    .sort((a, b) => rank(a) - rank(b) || newestFirst(a, b));
};

/** Compared as texts: all are ISO times in UTC, and there may be thousands. */
export const newestFirst = (a: Person, b: Person): number => {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.id < b.id ? -1 : 1;
};
