import { fetchTile } from './fetch-tile';
import { estimate, saveArea, type EstimateOutcome, type SavingEnd } from './save-area';
import type { Extent } from './grid';
import type { SavedArea } from './saved-area';
import { TileStore } from './tile-store';

/** Parts of the map on this phone, as screens show them: what is saved, and the saving under way. */
export class AreaSaver {
  areas: readonly SavedArea[] = $state.raw([]);
  /** The phone could not be read; null while it was not tried. */
  isReadable: boolean | null = $state(null);
  /** The saving under way, or the one that has just ended. */
  current: SavedArea | null = $state.raw(null);
  isRunning = $state(false);
  end: SavingEnd | null = $state.raw(null);
  readonly store: TileStore;
  #stop = new AbortController();

  constructor(factory: IDBFactory = indexedDB) {
    this.store = new TileStore(factory);
  }

  async read(): Promise<void> {
    try {
      this.areas = await this.store.areas();
      this.isReadable = true;
    } catch {
      this.isReadable = false;
    }
  }

  /** @param signal aborts the asking, when the person has changed the question */
  async estimate(
    source: Pick<SavedArea, 'template' | 'isFine'>,
    extent: Extent,
    signal: AbortSignal,
  ): Promise<EstimateOutcome> {
    const get = fetchTile((...asked) => fetch(...asked), signal);
    return estimate({ ...source, store: this.store, get }, extent);
  }

  /** Begins, or goes on with, the saving of an area. One at a time. */
  async save(area: SavedArea): Promise<void> {
    if (this.isRunning) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.isRunning = true;
    this.end = null;
    this.current = area;
    this.end = await saveArea(
      { store: this.store, get: fetchTile((...asked) => fetch(...asked), signal) },
      area,
      { onprogress: (grown) => (this.current = grown), signal, now: () => Date.now() },
    );
    this.isRunning = false;
    await this.read();
  }

  /** Stops; what is here stays, and the saving can go on later. */
  cancel(): void {
    this.#stop.abort();
  }

  async remove(id: string): Promise<void> {
    try {
      await this.store.removeArea(id);
    } catch {
      this.isReadable = false;
    }
    await this.read();
  }

  /** Leaves; a saving under way ends. */
  close(): void {
    this.cancel();
    this.store.close().catch(() => undefined);
  }
}
