/** Values in the order of their arrival, each to be awaited. */
export class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting: { accepts: (value: T) => boolean; settle: (value: T) => void }[] = [];

  readonly push = (value: T): void => {
    this.all.push(value);
    for (const waiting of [...this.#waiting]) {
      if (!waiting.accepts(value)) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.settle(value);
    }
  };

  /** The first value, past or to come, that `accepts`. The test's own timeout ends the wait. */
  first(accepts: (value: T) => boolean = () => true): Promise<T> {
    const there = this.all.find(accepts);
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((settle) => this.#waiting.push({ accepts, settle }));
  }

  /** Resolves when this many have come. */
  async count(wanted: number): Promise<T[]> {
    while (this.all.length < wanted) {
      await new Promise<void>((settle) =>
        this.#waiting.push({ accepts: () => true, settle: () => settle() }),
      );
    }
    return this.all;
  }
}
