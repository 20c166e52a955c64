import L from 'leaflet';
import { fetchTile } from './fetch-tile';
import { tileUrl } from './grid';
import type { TileImage, TileStore } from './tile-store';

export interface KeptTileOptions extends L.TileLayerOptions {
  /** Null where the browser keeps nothing: tiles come from the network alone. */
  store: TileStore | null;
}

/** Raster tiles from this phone where they are on it, from the server otherwise [H3]. */
export class KeptTileLayer extends L.TileLayer {
  readonly #template: string;
  readonly #store: TileStore | null;
  readonly #get = fetchTile((...asked) => fetch(...asked));

  constructor(template: string, { store, ...options }: KeptTileOptions) {
    super(template, options);
    this.#template = template;
    this.#store = store;
  }

  override createTile({ x, y, z }: L.Coords, done: L.DoneCallback): HTMLElement {
    const tile = document.createElement('img');
    tile.alt = '';
    const url = tileUrl(this.#template, { x, y, z }, L.Browser.retina);
    const shown = (address: string, isOwn: boolean) => {
      const settle = (error?: Error) => {
        if (isOwn) URL.revokeObjectURL(address);
        done(error, tile);
      };
      tile.onload = () => settle();
      tile.onerror = () => settle(new Error('no tile'));
      tile.src = address;
    };
    void this.#image(url).then((image) => {
      // Where the server does not share what it shows, the picture is shown all the same.
      if (image) shown(URL.createObjectURL(new Blob([image.bytes], { type: image.type })), true);
      else shown(url, false);
    });
    return tile;
  }

  /** Null where it is not to be had in a form that can be kept. */
  async #image(url: string): Promise<TileImage | null> {
    const store = this.#store;
    if (!store) return null;
    // A store that fails costs the map nothing but the network.
    const kept = await store.view(url).catch(() => null);
    if (kept) return kept;
    const got = await this.#get(url);
    if (!got.ok) return null;
    store.keepViewed(url, got.value).catch(() => undefined);
    return got.value;
  }
}
