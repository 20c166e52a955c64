import { maySeeAlarms } from '$lib/domain/permissions';
import { bySiteUrgency, newestBySite, sitesOnMap, teamsOnMap } from '$lib/map/features';
import { RecentChanges } from '$lib/map/changes';
import { filterSites, filterTeams, parseMapFilters } from '$lib/map/filters';
import type { OperationState } from '$lib/state/operation.svelte';

const nothing: ReadonlySet<string> = new Set();

/** What the map and its list show: the operation's sites and teams, through the filters of the address. */
export class MapContent {
  readonly #operation: OperationState;
  readonly #params: () => URLSearchParams;
  /** Ids of sites and teams that have just changed. */
  changed: ReadonlySet<string> = $state.raw(nothing);
  readonly #changes = new RecentChanges((ids) => (this.changed = ids));

  readonly filters = $derived.by(() => parseMapFilters(this.#params()));

  /** As one text: it is worked out anew with every tick of the clock, and is mostly the same. */
  readonly #overdueIds = $derived.by(() =>
    maySeeAlarms(this.#operation.actor)
      ? this.#operation.overdue.map(({ id }) => id).join(' ')
      : '',
  );

  /** Every team, wherever it is. */
  readonly teams = $derived.by(() => {
    const operation = this.#operation;
    return teamsOnMap(operation.teams, {
      lastCheckIn: (teamId) => operation.checkinsOf(teamId)[0],
      site: operation.site,
      isOverdue: (teamId) => this.#overdueIds.includes(teamId),
    });
  });

  readonly #searchVersions = $derived.by(() => newestBySite(this.#operation.searches));

  /** Every site, what asks for work first. */
  readonly sites = $derived.by(() =>
    sitesOnMap({
      sites: this.#operation.sites,
      tasks: this.#operation.tasks,
      teams: this.teams,
      coverageOf: (siteId) => this.#operation.coverageOf(siteId),
      searchVersionOf: (siteId) => this.#searchVersions.get(siteId) ?? 0,
    }).toSorted(bySiteUrgency),
  );

  readonly shownSites = $derived.by(() => filterSites(this.sites, this.filters));
  readonly shownTeams = $derived.by(() => filterTeams(this.teams, this.filters));

  /** @param params the query of the address, read anew whenever it changes */
  constructor(operation: OperationState, params: () => URLSearchParams) {
    this.#operation = operation;
    this.#params = params;
  }

  /** Takes note of what has changed since the last time; call it in an effect. */
  noteChanges(): void {
    this.#changes.observe(
      [
        ...this.sites.map(({ site, version }) => ({ id: site.id, version })),
        ...this.teams.map(({ team }) => ({ id: team.id, version: team.version })),
      ],
      this.#operation.sync.isReady,
    );
  }

  /** Call it when the screen goes. */
  stop(): void {
    this.#changes.stop();
  }
}
