interface Versioned {
  id: string;
  version: number;
}

/** How long a change stays marked. */
const markedMs = 5_000;

/**
 * What has changed on the screen within the last seconds, so that the eye finds it.
 * What is there when the screen opens has not changed.
 */
export class RecentChanges {
  #isOpen = false;
  #ids: ReadonlySet<string> = new Set();
  readonly #versions = new Map<string, number>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #publish: (ids: ReadonlySet<string>) => void;

  /** @param publish takes the ids of what has just changed, each time that they do */
  constructor(publish: (ids: ReadonlySet<string>) => void) {
    this.#publish = publish;
  }

  /**
   * Compares with what was there before.
   * @param isNews false while the rows are still arriving for the first time
   */
  observe(entries: Iterable<Versioned>, isNews: boolean): void {
    const changed: string[] = [];
    for (const { id, version } of entries) {
      const before = this.#versions.get(id) ?? -1;
      this.#versions.set(id, version);
      // A lower one: what this phone had made itself is now the server's, and is no news.
      if (version > before) changed.push(id);
    }
    if (this.#isOpen && changed.length > 0) this.#mark(changed);
    this.#isOpen = isNews;
  }

  /** Forgets the marks that are still to be taken away. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #mark(changed: readonly string[]): void {
    this.#show([...this.#ids, ...changed]);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#show([...this.#ids].filter((id) => !changed.includes(id)));
    }, markedMs);
    this.#timers.add(timer);
  }

  #show(ids: readonly string[]): void {
    this.#ids = new Set(ids);
    this.#publish(this.#ids);
  }
}
