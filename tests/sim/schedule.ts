/** Virtual time: what is due happens at once, in order, and nothing ever sleeps. */

interface Entry {
  at: number;
  order: number;
  run: (() => unknown) | null;
}

/**
 * What falls within this time happens one after the other before anybody's promises are waited for:
 * so what many phones ask the server is on its way together.
 */
const tickMs = 60;

export class Schedule {
  /** ms since 1970, true time: the phones' clocks differ. */
  now: number;
  /** Work under way that takes real turns of the event loop (IndexedDB). */
  busy = 0;
  /** Set by such work, that the end of the tick waits a little longer for more of it. */
  isSlow = false;
  readonly #heap: Entry[] = [];
  #order = 0;

  constructor(startMs: number) {
    this.now = startMs;
  }

  /**
   * Runs once, so many ms from now; the returned function takes it back. A promise that `run`
   * returns is awaited at the end of the tick: it must not wait for virtual time.
   */
  after(delayMs: number, run: () => unknown): () => void {
    const entry: Entry = { at: this.now + Math.max(0, delayMs), order: (this.#order += 1), run };
    this.#push(entry);
    return () => {
      entry.run = null;
    };
  }

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  /** Until so many ms have passed. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.#settle();
    for (let first = this.#heap[0]; first && first.at <= end; first = this.#heap[0]) {
      const tickEnd = Math.min(end, first.at + tickMs);
      const running: Promise<unknown>[] = [];
      for (let next: Entry | undefined = first; next && next.at <= tickEnd; next = this.#heap[0]) {
        this.#pop();
        if (!next.run) continue;
        this.now = Math.max(this.now, next.at);
        const done = next.run();
        if (done instanceof Promise) running.push(done);
      }
      await Promise.all(running);
      await this.#settle();
    }
    this.now = end;
  }

  /** Everything that waits for promises and for IndexedDB alone has happened. */
  async #settle(): Promise<void> {
    for (let idle = 0; idle < (this.isSlow ? 4 : 1); idle += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.busy > 0) idle = -1;
    }
    this.isSlow = false;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    heap.push(entry);
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry))
        child += 1;
      if (!isBefore(heap[child] as Entry, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);
