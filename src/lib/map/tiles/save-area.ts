/** Saving a part of the map: size beforehand, one tile after the other, what is here stays. */
import { StorageError } from '$lib/sync/storage-error';
import type { GetTile, TileFault } from './fetch-tile';
import { countAt, samplesAt, tileUrl, tilesOf, zoomsOf, type Extent } from './grid';
import type { SavedArea } from './saved-area';
import type { TileStore } from './tile-store';

/** Tile servers are shared by many: nobody takes a whole country. */
export const mostTiles = 5_000;
/** As many as a browser would ask for while the map is moved, not more. */
const atOnce = 4;
/** How often the record of the area is written while it grows, in tiles. */
const noteEvery = 25;

export interface TileSource {
  store: TileStore;
  get: GetTile;
  template: string;
  isFine: boolean;
}

interface Estimate {
  bytes: number;
  /** How many tiles were weighed for it. */
  samples: number;
}

export type EstimateOutcome = Estimate | { fault: TileFault };

/**
 * What the extent will weigh, from a few of its tiles: two at the zooms that have nearly all, one at
 * the others. The samples are kept as if they had been looked at.
 */
export const estimate = async (
  { store, get, template, isFine }: TileSource,
  extent: Extent,
): Promise<EstimateOutcome> => {
  let bytes = 0;
  let samples = 0;
  for (const z of zoomsOf(extent)) {
    const tiles = samplesAt(extent.box, z, z > extent.zoomTo - 2 ? 2 : 1);
    let weight = 0;
    for (const tile of tiles) {
      const url = tileUrl(template, tile, isFine);
      const kept = await store.view(url);
      const image = kept ? { ok: true as const, value: kept } : await get(url);
      if (!image.ok && image.error.type !== 'missing') return { fault: image.error };
      weight += image.ok ? image.value.bytes.byteLength : 0;
      samples += 1;
      if (!kept && image.ok) await store.keepViewed(url, image.value);
    }
    bytes += (weight / tiles.length) * countAt(extent.box, z);
  }
  return { bytes, samples };
};

/** How a saving ended; what was got until then is kept, and is not asked for again. */
export type SavingEnd =
  { type: 'whole' } | { type: 'cancelled' } | { type: 'full' } | { type: 'storage' } | TileFault;

export interface Saving {
  /** Told after each tile. */
  onprogress: (area: SavedArea) => void;
  signal: AbortSignal;
  now: () => number;
}

/** Fetches what is missing of the area, or goes on where an earlier saving ended. */
export const saveArea = async (
  { store, get }: Pick<TileSource, 'store' | 'get'>,
  begun: SavedArea,
  { onprogress, signal, now }: Saving,
): Promise<SavingEnd> => {
  let area: SavedArea = { ...begun, done: 0, bytes: 0 };
  const ended: { as: SavingEnd | null } = { as: null };
  const tiles = tilesOf(area);

  const keep = async (url: string): Promise<number | TileFault> => {
    const here = await store.claim(url, area.id);
    if (here !== null) return here;
    const image = await get(url);
    if (!image.ok) return image.error.type === 'missing' ? 0 : image.error;
    await store.keepForArea(url, image.value, area.id);
    return image.value.bytes.byteLength;
  };
  const work = async () => {
    // Shared by all: each tile is taken by one of them.
    for (const tile of tiles) {
      const got = await keep(tileUrl(area.template, tile, area.isFine)).catch(storageEnd);
      if (typeof got === 'number') {
        const savedAt = new Date(now()).toISOString();
        area = { ...area, done: area.done + 1, bytes: area.bytes + got, savedAt };
        if (area.done % noteEvery === 0) await note();
        onprogress(area);
      } else ended.as ??= got;
      if (signal.aborted) ended.as ??= { type: 'cancelled' };
      if (ended.as !== null) return;
    }
  };
  // Without room for the note of how far it came the last one stands, and going on counts anew.
  const note = () =>
    store.keepArea(area).catch((cause: unknown) => (ended.as ??= storageEnd(cause)));

  await note();
  if (ended.as === null) await Promise.all(Array.from({ length: atOnce }, work));
  await note();
  return ended.as ?? { type: 'whole' };
};

const storageEnd = (cause: unknown): { type: 'full' | 'storage' } => ({
  type: cause instanceof StorageError && cause.type === 'full' ? 'full' : 'storage',
});
