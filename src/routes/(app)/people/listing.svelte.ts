import { nameQuery, type Match } from '$lib/domain/people/search';
import type { Person } from '$lib/domain/rows';
import type { OperationState } from '$lib/state/operation.svelte';
import { pauses } from '$lib/sync/pauses';
import { listedPeople } from './listed';
import { PeopleSearch } from './search';

/** Shown at first, and more at a time when the reader comes to the end. */
const pageSize = 50;

/** The people of the operation behind one search field. Its text stays here: it may be a name. */
export class PeopleListing {
  readonly #operation: Pick<OperationState, 'people'>;
  readonly #search = new PeopleSearch();
  text = $state('');
  withMerged = $state(false);
  /** Of the last search that came to its end. */
  #matches: ReadonlyMap<string, Match> | null = $state.raw(null);
  #foundFor = $state('');
  /** Until it is over, the list is that of the text before. */
  isSearching = $state(false);

  readonly #all: readonly Person[] = $derived.by(() =>
    listedPeople(this.#operation.people, this.#matches, this.withMerged),
  );
  /** What the list is of: another one starts from the top, and a change of rows is not another one. */
  readonly basis: string = $derived.by(() => `${this.withMerged} ${this.#foundFor}`);
  #limit = $derived.by(() => firstPage(this.basis));

  constructor(operation: Pick<OperationState, 'people'>) {
    this.#operation = operation;
  }

  get people(): readonly Person[] {
    return this.#all.slice(0, this.#limit);
  }

  get count(): number {
    return this.#all.length;
  }

  get hasMore(): boolean {
    return this.count > this.#limit;
  }

  more(): void {
    if (this.hasMore) this.#limit += pageSize;
  }

  /** Looks for the text whenever it or a person changes; for an effect. @returns how to end it */
  search(): () => void {
    const ended = new AbortController();
    const text = this.text.trim();
    if (text === '') {
      this.#matches = null;
      this.#foundFor = '';
      this.isSearching = false;
    } else {
      this.isSearching = true;
      void this.#look(this.#operation.people, text, ended.signal);
    }
    return () => ended.abort();
  }

  async #look(people: readonly Person[], text: string, signal: AbortSignal) {
    const found = await this.#search.find(people, nameQuery(text), pauses(), signal);
    if (!found) return;
    this.#matches = found;
    this.#foundFor = text;
    this.isSearching = false;
  }
}

const firstPage = (_basis: string): number => pageSize;
