import Supercluster from 'supercluster';
import { needsAttention, type Position, type SiteOnMap, type TeamOnMap } from './features.ts';

/** The nearest zoom of the map. Clusters exist up to it, so that two sites at one point never hide each other. */
export const maxZoom = 18;
const radiusPx = 44;

/** What stands at one place of the map: one thing, or several that are too close to draw apart. */
export type Placed<T> =
  | ({ kind: 'one'; key: string; entry: T } & Position)
  | ({
      kind: 'many';
      key: string;
      clusterId: number;
      count: number;
      /** How many of them somebody should look at. */
      attention: number;
    } & Position);

export interface View {
  west: number;
  south: number;
  east: number;
  north: number;
  zoom: number;
}

interface Counted {
  attention: number;
}
interface Pointed<T> extends Counted {
  entry: T;
}

/** Entries by place; rebuilt when what is shown changes, asked again at every move of the map. */
export class PlaceIndex<T> {
  readonly #index = new Supercluster<Pointed<T>, Counted>({
    radius: radiusPx,
    // Leaflet's zoom levels are of 256 px tiles.
    extent: 256,
    maxZoom,
    map: ({ attention }) => ({ attention }),
    reduce: (sum, { attention }) => {
      sum.attention += attention;
    },
  });
  readonly #keyOf: (entry: T) => string;

  constructor(
    entries: readonly T[],
    options: {
      positionOf: (entry: T) => Position | null;
      keyOf: (entry: T) => string;
      attentionOf: (entry: T) => boolean;
    },
  ) {
    this.#keyOf = options.keyOf;
    this.#index.load(
      entries.flatMap((entry) => {
        const position = options.positionOf(entry);
        if (!position) return [];
        return {
          type: 'Feature' as const,
          geometry: { type: 'Point' as const, coordinates: [position.lon, position.lat] },
          properties: { entry, attention: options.attentionOf(entry) ? 1 : 0 },
        };
      }),
    );
  }

  /** What to draw in a view. */
  inView({ west, south, east, north, zoom }: View): Placed<T>[] {
    return this.#index
      .getClusters([west, south, east, north], Math.round(zoom))
      .map(({ geometry, properties }) => {
        const [lon = 0, lat = 0] = geometry.coordinates;
        if (!('cluster_id' in properties)) {
          const { entry } = properties;
          return { kind: 'one', key: this.#keyOf(entry), entry, lat, lon };
        }
        const { cluster_id: clusterId, point_count: count, attention } = properties;
        return { kind: 'many', key: `many ${clusterId}`, clusterId, count, attention, lat, lon };
      });
  }

  /** The entries of a cluster. */
  entriesOf(clusterId: number): T[] {
    return this.#index.getLeaves(clusterId, Infinity).map(({ properties }) => properties.entry);
  }

  /** The zoom at which a cluster falls apart; null when its entries stand at one point. */
  splitZoom(clusterId: number): number | null {
    const zoom = this.#index.getClusterExpansionZoom(clusterId);
    return zoom > maxZoom ? null : zoom;
  }
}

export const indexSites = (sites: readonly SiteOnMap[]): PlaceIndex<SiteOnMap> =>
  new PlaceIndex(sites, {
    positionOf: (entry) => entry.position,
    keyOf: (entry) => entry.site.id,
    attentionOf: needsAttention,
  });

export const indexTeams = (teams: readonly TeamOnMap[]): PlaceIndex<TeamOnMap> =>
  new PlaceIndex(teams, {
    positionOf: (entry) => entry.position,
    keyOf: (entry) => entry.team.id,
    attentionOf: (entry) => entry.overdue,
  });
