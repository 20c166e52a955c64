/**
 * Map tiles on this phone [H3]: those that were looked at, up to a fixed number, and those of areas
 * that were saved on purpose. IndexedDB, because the browser's own cache tells no sizes, and counts
 * a picture from another server as megabytes.
 */
import { openDatabase, result, transact } from '$lib/sync/idb/database';
import { tileDatabaseName } from './database-name';
import { parseArea, type SavedArea } from './saved-area';

export interface TileImage {
  bytes: ArrayBuffer;
  /** The media type, e.g. `image/png`. */
  type: string;
}

interface KeptTile extends TileImage {
  /** Its address. */
  url: string;
  /** Saved areas that it belongs to. */
  areas: string[];
  /** For one that belongs to none: when it was last looked at, counted up; the smallest goes first. */
  used?: number;
}

const both = ['tiles', 'areas'] as const;

const upgrade = (database: IDBDatabase): void => {
  const tiles = database.createObjectStore('tiles', { keyPath: 'url' });
  tiles.createIndex('areas', 'areas', { multiEntry: true });
  tiles.createIndex('used', 'used');
  database.createObjectStore('areas', { keyPath: 'id' });
};

export class TileStore {
  readonly #database: Promise<IDBDatabase>;
  readonly #mostViewed: number;

  /** @param mostViewed how many tiles outside saved areas are kept */
  constructor(factory: IDBFactory, mostViewed = 2_000) {
    this.#mostViewed = mostViewed;
    this.#database = openDatabase({ factory, name: tileDatabaseName, version: 1, upgrade });
    // Whoever uses the store hears of it.
    this.#database.catch(() => undefined);
  }

  /** The tile, which counts as looked at; null where it is not on this phone. */
  async view(url: string): Promise<TileImage | null> {
    return this.#write(['tiles'], async (store) => {
      const tiles = store('tiles');
      const kept = (await result(tiles.get(url))) as KeptTile | undefined;
      if (!kept) return null;
      if (kept.areas.length === 0) tiles.put({ ...kept, used: await nextUse(tiles) });
      return { bytes: kept.bytes, type: kept.type };
    });
  }

  /** Keeps what was looked at, and lets go of the longest unused beyond the fixed number. */
  async keepViewed(url: string, image: TileImage): Promise<void> {
    await this.#write(['tiles'], async (store) => {
      const tiles = store('tiles');
      if ((await result(tiles.getKey(url))) !== undefined) return;
      tiles.put({ ...image, url, areas: [], used: await nextUse(tiles) } satisfies KeptTile);
      const tooMany = (await result(tiles.index('used').count())) - this.#mostViewed;
      if (tooMany <= 0) return;
      for (const key of await result(tiles.index('used').getAllKeys(null, tooMany)))
        tiles.delete(key);
    });
  }

  /** Whether a tile is here; from now on it belongs to the area as well. @returns its size, or null */
  async claim(url: string, areaId: string): Promise<number | null> {
    return this.#write(['tiles'], async (store) => {
      const kept = (await result(store('tiles').get(url))) as KeptTile | undefined;
      if (!kept) return null;
      const { bytes, type } = kept;
      const areas = [...new Set([...kept.areas, areaId])];
      store('tiles').put({ url, bytes, type, areas } satisfies KeptTile);
      return kept.bytes.byteLength;
    });
  }

  async keepForArea(url: string, image: TileImage, areaId: string): Promise<void> {
    await this.#write(['tiles'], async (store) => {
      store('tiles').put({ ...image, url, areas: [areaId] } satisfies KeptTile);
      return Promise.resolve();
    });
  }

  /** Saved areas, the newest first. One that cannot be read is left where it is. */
  async areas(): Promise<SavedArea[]> {
    const all = await transact(
      await this.#database,
      { stores: ['areas'], mode: 'readonly' },
      (store) => result(store('areas').getAll()),
    );
    return (all as unknown[])
      .flatMap((stored) => parseArea(stored) ?? [])
      .toSorted((a, b) => b.savedAt.localeCompare(a.savedAt));
  }

  async keepArea(area: SavedArea): Promise<void> {
    await this.#write(['areas'], async (store) => {
      store('areas').put(area);
      return Promise.resolve();
    });
  }

  /** Takes an area off the phone, with every tile that no other saved area needs. */
  async removeArea(areaId: string): Promise<void> {
    await this.#write(both, async (store) => {
      const tiles = store('tiles');
      for (const url of await result(tiles.index('areas').getAllKeys(areaId))) {
        const kept = (await result(tiles.get(url))) as KeptTile;
        const areas = kept.areas.filter((id) => id !== areaId);
        if (areas.length > 0) tiles.put({ ...kept, areas } satisfies KeptTile);
        else tiles.delete(url);
      }
      store('areas').delete(areaId);
    });
  }

  async close(): Promise<void> {
    (await this.#database).close();
  }

  async #write<T, N extends 'tiles' | 'areas'>(
    stores: readonly N[],
    body: (store: (name: N) => IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    return transact(await this.#database, { stores, mode: 'readwrite' }, body);
  }
}

/** Counted, not timed: the clock of a phone may be set back. */
const nextUse = async (tiles: IDBObjectStore): Promise<number> => {
  const last = await result(tiles.index('used').openKeyCursor(null, 'prev'));
  return (typeof last?.key === 'number' ? last.key : 0) + 1;
};
