export interface StorageEstimateBytes {
  usedBytes: number;
  /** What the browser would grant this page at most. */
  quotaBytes: number;
}

/** `granted`: the browser deletes nothing by itself. `refused`: it may, when the disk runs full. */
export type Persistence = 'unknown' | 'granted' | 'refused';

/** How this device keeps what it is given. */
export class StorageState {
  /** False where the browser keeps nothing at all: records live as long as the page. */
  readonly isKept: boolean;
  persistence: Persistence = $state('unknown');
  estimate: StorageEstimateBytes | null = $state.raw(null);
  readonly #storage: Partial<StorageManager>;

  constructor(isKept: boolean, storage: Partial<StorageManager> = browserStorage()) {
    this.isKept = isKept;
    this.#storage = storage;
  }

  /** Asks the browser to keep the data when the disk runs full; it may ask the person in turn. */
  async ask(): Promise<void> {
    await this.#read(() => this.#storage.persist?.());
  }

  /** Reads again what the browser has granted, and how much is used. */
  async refresh(): Promise<void> {
    await this.#read(() => this.#storage.persisted?.());
  }

  async #read(isPersistent: () => Promise<boolean> | undefined): Promise<void> {
    try {
      const granted = await isPersistent();
      if (granted !== undefined) this.persistence = granted ? 'granted' : 'refused';
      const { usage, quota } = (await this.#storage.estimate?.()) ?? {};
      if (usage !== undefined && quota !== undefined)
        this.estimate = { usedBytes: usage, quotaBytes: quota };
    } catch {
      // A browser that will not say: what was known stays.
    }
  }
}

/** Missing from pages over plain http. */
const browserStorage = (): Partial<StorageManager> =>
  (navigator as { storage?: StorageManager }).storage ?? {};
