/** What is begun for somebody who comes later: taken once, and never made for who was here before. */
export class Once<T> {
  #made: T | null = null;
  #isTaken = false;

  make(made: () => T): void {
    if (!this.#isTaken) this.#made ??= made();
  }

  /** Null where nothing was made, or it was taken. */
  take(): T | null {
    const taken = this.#made;
    this.#made = null;
    this.#isTaken = true;
    return taken;
  }
}
