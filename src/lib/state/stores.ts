import { MemoryStore } from '$lib/sync/memory-store';
import type { LocalStore } from '$lib/sync/store';

/** What this device keeps, one store for each account and operation. */
export class Stores {
  readonly #stores = new Map<string, LocalStore>();

  /** The same store for the same key until it is destroyed. */
  open(key: string): LocalStore {
    const store = this.#stores.get(key) ?? new MemoryStore();
    this.#stores.set(key, store);
    return store;
  }

  async destroyAll(): Promise<void> {
    for (const store of this.#stores.values()) await store.destroy();
    this.#stores.clear();
  }
}
