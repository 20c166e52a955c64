import { filterSites, noFilters } from '$lib/map/filters';
import { newestBySite, sitesOnMap, type SiteOnMap } from '$lib/map/features';
import type { OperationState } from '$lib/state/operation.svelte';
import { byGovernorate } from './groups.ts';

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
  readonly groups = $derived.by(() => byGovernorate(this.found));

  constructor(operation: OperationState, text: () => string) {
    this.#operation = operation;
    this.#text = text;
  }
}
