import { filterSites, noFilters } from '$lib/map/filters';
import { newestBySite, sitesOnMap, type SiteOnMap } from '$lib/map/features';
import type { OperationState } from '$lib/state/operation.svelte';
import { byGovernorate, firstOf } from './groups.ts';

const pageSize = 100;

/** The index of sites: all of them, or those that a search finds, by governorate. */
export class SiteIndex {
  readonly #operation: OperationState;
  readonly #text: () => string;

  readonly sites: SiteOnMap[] = $derived.by(() => {
    const operation = this.#operation;
    const searched = newestBySite(operation.searches);
    return sitesOnMap({
      sites: operation.sites,
      tasks: operation.tasks,
      teams: [],
      coverageOf: (siteId) => operation.coverageOf(siteId),
      searchVersionOf: (siteId) => searched.get(siteId) ?? 0,
    });
  });

  readonly found = $derived.by(() => filterSites(this.sites, { ...noFilters, text: this.#text() }));
  /** How many of the found are listed: thousands at once would hold the screen up. */
  shown = $derived.by(() => {
    this.#text();
    return pageSize;
  });
  readonly rest = $derived(Math.min(pageSize, this.found.length - this.shown));
  readonly groups = $derived.by(() => firstOf(byGovernorate(this.found), this.shown));

  showMore(): void {
    this.shown += pageSize;
  }

  constructor(operation: OperationState, text: () => string) {
    this.#operation = operation;
    this.#text = text;
  }
}
