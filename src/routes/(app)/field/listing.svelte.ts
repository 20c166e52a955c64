import type { Task } from '$lib/domain/rows';
import type { OperationState } from '$lib/state/operation.svelte';
import { pauses } from '$lib/sync/pauses';
import type { Holder, Listed, TaskFilters } from './filters';
import { countActive, isLetThrough, mostUrgent } from './filters';
import { TaskSearch, wantedWords } from './search';

/** Shown at first, and more at a time when the reader comes to the end. */
const pageSize = 50;

export interface ListingOptions {
  operation: Pick<OperationState, 'tasks' | 'sites' | 'areas' | 'teams' | 'site' | 'area' | 'team'>;
  filters: () => TaskFilters;
  /** The own team's id, for those that are "mine". */
  teamId: () => string | null;
  pause?: () => Promise<void>;
}

/** The list of tasks behind the filters: what is shown of it, how many there are, what is still searched. */
export class TaskListing {
  readonly #options: ListingOptions;
  readonly #search: TaskSearch;
  /** Ids of the tasks with the words of the last search that came to its end. */
  #found: ReadonlySet<string> | null = $state.raw(null);
  /** What was typed for it. */
  #foundFor = $state('');
  /** The words are still being looked for: until then the list is that of the words before. */
  isSearching = $state(false);

  readonly #holder = $derived.by(() => this.#options.filters().holder);
  readonly #phase = $derived.by(() => this.#options.filters().phase);
  readonly #kind = $derived.by(() => this.#options.filters().kind);
  readonly #text = $derived.by(() => this.#options.filters().text);
  readonly #through: readonly Task[] = $derived.by(() => {
    const [teamId, filters] = [
      this.#options.teamId(),
      { holder: this.#holder, phase: this.#phase, kind: this.#kind },
    ];
    return this.#options.operation.tasks.filter((task) => isLetThrough(task, filters, teamId));
  });
  readonly #matching: readonly Task[] = $derived.by(() => {
    const found = this.#found;
    return found ? this.#through.filter(({ id }) => found.has(id)) : this.#through;
  });
  /** What the list is of: another one starts from the top, and a change of rows is not another one. */
  readonly basis: string = $derived.by(() =>
    [this.#holder, this.#phase, this.#kind, this.#foundFor].join(' '),
  );
  #limit = $derived.by(() => firstPage(this.basis));
  readonly listed: Listed = $derived.by(() => mostUrgent(this.#matching, this.#limit));
  /** How many tasks still ask for work, for each choice of holder. */
  readonly counts: Record<Holder, number> = $derived.by(() =>
    countActive(this.#options.operation.tasks, this.#options.teamId()),
  );

  constructor(options: ListingOptions) {
    this.#options = options;
    this.#search = new TaskSearch(options.operation);
  }

  get hasMore(): boolean {
    return this.listed.count > this.#limit;
  }

  more(): void {
    if (this.hasMore) this.#limit += pageSize;
  }

  /** Looks for the words whenever they or the rows change; for an effect. @returns how to end it */
  search(): () => void {
    const ended = new AbortController();
    const wanted = wantedWords(this.#text);
    if (wanted.length === 0) {
      this.#found = null;
      this.#foundFor = '';
      this.isSearching = false;
    } else {
      const { tasks, sites, areas, teams } = this.#options.operation;
      // A changed name around a task is a reason to look again, too.
      dependOn(sites, areas, teams);
      this.isSearching = true;
      void this.#look(tasks, wanted, ended.signal);
    }
    return () => ended.abort();
  }

  async #look(tasks: readonly Task[], wanted: readonly string[], signal: AbortSignal) {
    const found = await this.#search.find(tasks, wanted, this.#options.pause ?? pauses(), signal);
    if (!found) return;
    this.#found = found;
    this.#foundFor = wanted.join(' ');
    this.isSearching = false;
  }
}

const firstPage = (_basis: string): number => pageSize;

/** Read, so that the effect runs again when one of them is another. */
const dependOn = (..._rows: readonly unknown[]): void => undefined;
