/** Finds people by name in any spelling, or by code, among thousands: read in short tasks. */
import {
  matchesQuery,
  searchEntry,
  type Match,
  type NameQuery,
  type SearchEntry,
} from '$lib/domain/people/search';
import { shortCode } from '$lib/domain/people/short-code';
import type { Person } from '$lib/domain/rows';

/** People read before the next look at the time. */
const slicePeople = 50;

export class PeopleSearch {
  /** By row: a changed row is another one, so nothing here is ever out of date. */
  readonly #entries = new WeakMap<Person, SearchEntry>();

  /**
   * @param pause awaited between two slices
   * @returns the matches by id; null when `signal` has ended the search
   */
  async find(
    people: readonly Person[],
    query: NameQuery,
    pause: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Match> | null> {
    const found = new Map<string, Match>();
    for (let from = 0; from < people.length; from += slicePeople) {
      for (const person of people.slice(from, from + slicePeople)) {
        const match = this.match(person, query);
        if (match) found.set(person.id, match);
      }
      await pause();
      if (signal.aborted) return null;
    }
    return found;
  }

  match(person: Person, query: NameQuery): Match | null {
    return matchesQuery(query, this.#entryOf(person));
  }

  #entryOf(person: Person): SearchEntry {
    const known = this.#entries.get(person);
    if (known) return known;
    const entry = searchEntry(person, shortCode(person.id), person.also_known_as);
    this.#entries.set(person, entry);
    return entry;
  }
}
