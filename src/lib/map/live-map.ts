import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { BaseMap } from './base-data.ts';
import { BaseMapLayer } from './base-map.ts';
import { indexSites, indexTeams, maxZoom, type Placed, type PlaceIndex } from './clusters.ts';
import type { Position, SiteOnMap, TeamOnMap } from './features.ts';
import { Marks } from './marks.ts';
import SiteMark from './SiteMark.svelte';
import TeamMark from './TeamMark.svelte';
import type { Box } from './tiles/grid.ts';
import { KeptTileLayer } from './tiles/kept-tile-layer.ts';
import { TileStore } from './tiles/tile-store.ts';
import { VagueAreas } from './vague-areas.ts';
import { siteMarkWords, teamMarkWords } from './words.ts';

/** What somebody has pressed: one thing, or several that stand at one point. */
export type Chosen =
  | { kind: 'site'; id: string }
  | { kind: 'team'; id: string }
  | { kind: 'several'; siteIds: string[]; teamIds: string[] };

export interface Shown {
  sites: readonly SiteOnMap[];
  teams: readonly TeamOnMap[];
  chosen: Chosen | null;
  /** Ids of sites and teams that have just changed. */
  changed: ReadonlySet<string>;
}

export interface LiveMapOptions {
  /** The contexts of the screen, for the components inside the marks. */
  context: Map<unknown, unknown>;
  /** ms since 1970; `tick` moves it on. */
  nowMs: number;
  onchoose: (chosen: Chosen | null) => void;
  /** After every move: what the scale bar needs. */
  onmove: (centre: { lat: number; zoom: number }) => void;
}

/** What is shown where there is nothing to fit: Syria. */
const usualBounds = L.latLngBounds([32.3, 35.6], [37.4, 42.4]);
const panes = { base: 150, areas: 350, places: 360 } as const;

/** Null where the browser keeps nothing. */
const openTiles = (): TileStore | null =>
  typeof indexedDB === 'undefined' ? null : new TileStore(indexedDB);

/** The Leaflet map of an operation. Everything it shows is given to it; it never moves by itself. */
export class LiveMap {
  readonly #map: L.Map;
  readonly #siteMarks: Marks<SiteOnMap>;
  readonly #teamMarks: Marks<TeamOnMap>;
  readonly #areas: VagueAreas;
  #nowMs: number;
  readonly #onchoose: LiveMapOptions['onchoose'];
  #sites: PlaceIndex<SiteOnMap> = indexSites([]);
  #teams: PlaceIndex<TeamOnMap> = indexTeams([]);
  #shown: Shown = { sites: [], teams: [], chosen: null, changed: new Set() };
  #base: BaseMapLayer | null = null;
  #tiles: L.TileLayer | null = null;
  #tileStore: TileStore | null = null;

  constructor(container: HTMLElement, { context, nowMs, onchoose, onmove }: LiveMapOptions) {
    this.#onchoose = onchoose;
    this.#nowMs = nowMs;
    this.#map = L.map(container, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 4,
      maxZoom,
      zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    for (const [name, zIndex] of Object.entries(panes)) {
      const pane = this.#map.createPane(name);
      pane.style.zIndex = String(zIndex);
      pane.style.pointerEvents = 'none';
    }
    this.#map.createPane('teams').style.zIndex = '650';
    this.#areas = new VagueAreas(this.#map, 'areas');
    this.#siteMarks = new Marks(this.#map, {
      pane: 'markerPane',
      component: SiteMark,
      context,
      size: [48, 48],
      anchor: [24, 24],
      wordsFor: siteMarkWords,
      onpress: (placed) => this.#press(placed, this.#sites, (entry) => entry.site.id, 'site'),
    });
    this.#teamMarks = new Marks(this.#map, {
      pane: 'teams',
      component: TeamMark,
      context,
      size: [48, 48],
      // Above its place, so that it never hides the site at which the team is.
      anchor: [-6, 44],
      wordsFor: (placed) => teamMarkWords(placed, this.#nowMs),
      onpress: (placed) => this.#press(placed, this.#teams, (entry) => entry.team.id, 'team'),
    });
    this.#map.fitBounds(usualBounds, { animate: false });
    this.#map.on('moveend', () => {
      this.#draw();
      onmove(this.centre);
    });
    this.#map.on('click', () => onchoose(null));
    onmove(this.centre);
  }

  get centre(): { lat: number; zoom: number } {
    return { lat: this.#map.getCenter().lat, zoom: this.#map.getZoom() };
  }

  /** What is in view. */
  get box(): Box {
    const bounds = this.#map.getBounds();
    return {
      south: bounds.getSouth(),
      west: bounds.getWest(),
      north: bounds.getNorth(),
      east: bounds.getEast(),
    };
  }

  /** Lays the built-in map under everything. */
  setBase(base: BaseMap): void {
    this.#base = new BaseMapLayer(base, 'base', 'places').addTo(this.#map);
    this.#draw();
  }

  /**
   * Raster tiles over the built-in map. Where they fail, it shows through; where they come, they
   * bring names of their own, so the built-in ones step back.
   */
  setTiles(url: string | null): void {
    this.#tiles?.remove();
    this.#tiles = null;
    this.#map.getContainer().classList.remove('with-tiles');
    if (url === null) return;
    this.#tileStore ??= openTiles();
    const tiles = new KeptTileLayer(url, {
      maxZoom,
      className: 'tiles',
      store: this.#tileStore,
    });
    tiles.on('tileload', () => this.#map.getContainer().classList.add('with-tiles'));
    tiles.on('tileerror', () => this.#map.getContainer().classList.remove('with-tiles'));
    this.#tiles = tiles.addTo(this.#map);
  }

  /** Asks again for tiles that failed while there was no network. */
  retryTiles(): void {
    this.#tiles?.redraw();
  }

  /** What the map has to show; drawn at once, without moving. */
  show({ sites, teams, chosen, changed }: Shown): void {
    if (sites !== this.#shown.sites) this.#sites = indexSites(sites);
    if (teams !== this.#shown.teams) this.#teams = indexTeams(teams);
    this.#shown = { sites, teams, chosen, changed };
    this.#draw();
  }

  /** Moves to everything that is shown. */
  fit({ animate }: { animate: boolean }): void {
    const points = [...this.#shown.sites, ...this.#shown.teams].flatMap(({ position }) =>
      position ? [L.latLng(position.lat, position.lon)] : [],
    );
    this.#map.fitBounds(points.length > 0 ? L.latLngBounds(points) : usualBounds, {
      paddingTopLeft: this.#isNarrow ? [32, 28] : [72, 64],
      // On a phone the button to the list stands at the foot.
      paddingBottomRight: this.#isNarrow ? [32, 84] : [72, 48],
      maxZoom: 13,
      animate,
    });
  }

  /** Says anew how long ago teams were heard of. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#teamMarks.relabel();
  }

  /** Brings a position into view, near enough to tell it from its neighbours, above what covers the map's foot. */
  goTo({ lat, lon }: Position): void {
    // The map may have been behind the list until now.
    this.resize();
    const zoom = Math.max(this.#map.getZoom(), 12);
    const covered = this.#isNarrow ? this.#map.getSize().y / 3 : 0;
    const centre = this.#map.project([lat, lon], zoom).add([0, covered]);
    this.#map.setView(this.#map.unproject(centre, zoom), zoom);
  }

  get #isNarrow(): boolean {
    return this.#map.getSize().x < 600;
  }

  zoomBy(steps: number): void {
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  /** After the container has changed its size. */
  resize(): void {
    this.#map.invalidateSize({ animate: false });
  }

  destroy(): void {
    this.#siteMarks.clear();
    this.#teamMarks.clear();
    this.#map.remove();
    this.#tileStore?.close().catch(() => undefined);
  }

  #press<T>(
    placed: Placed<T>,
    index: PlaceIndex<T>,
    idOf: (entry: T) => string,
    kind: 'site' | 'team',
  ): void {
    if (placed.kind === 'one') {
      this.#onchoose({ kind, id: idOf(placed.entry) });
      return;
    }
    const zoom = index.splitZoom(placed.clusterId);
    if (zoom !== null) {
      this.#map.setView([placed.lat, placed.lon], Math.max(zoom, this.#map.getZoom() + 1));
      return;
    }
    const ids = index.entriesOf(placed.clusterId).map(idOf);
    this.#onchoose({
      kind: 'several',
      siteIds: kind === 'site' ? ids : [],
      teamIds: kind === 'team' ? ids : [],
    });
  }

  #draw(): void {
    const bounds = this.#map.getBounds().pad(0.3);
    const view = {
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
      zoom: this.#map.getZoom(),
    };
    const sites = this.#sites.inView(view);
    const teams = this.#teams.inView(view);
    this.#siteMarks.show(sites, ...this.#state(this.#sites, ({ site }) => site.id, 'site'));
    this.#teamMarks.show(teams, ...this.#state(this.#teams, ({ team }) => team.id, 'team'));
    this.#areas.show(sites, teams);
    this.#base?.writeNames([...sites, ...teams].map(({ lat, lon }) => [lat, lon]));
  }

  /** Whether a mark holds what is chosen, and whether it holds what has just changed. */
  #state<T>(
    index: PlaceIndex<T>,
    idOf: (entry: T) => string,
    kind: 'site' | 'team',
  ): [(placed: Placed<T>) => boolean, (placed: Placed<T>) => boolean] {
    const { changed } = this.#shown;
    const chosen = this.#shown.chosen?.kind === kind ? this.#shown.chosen.id : null;
    const holds = (placed: Placed<T>, wanted: (id: string) => boolean) =>
      placed.kind === 'one'
        ? wanted(idOf(placed.entry))
        : index.entriesOf(placed.clusterId).some((entry) => wanted(idOf(entry)));
    return [
      (placed) => chosen !== null && holds(placed, (id) => id === chosen),
      (placed) => changed.size > 0 && holds(placed, (id) => changed.has(id)),
    ];
  }
}
