/** What the tabs of this browser know of each other before a new version takes over [H2]. */

const inUse = 'daylight-in-use';
const inFront = 'daylight-in-front';

/** A lock that this tab holds together with others, or not. */
class Held {
  readonly #locks: LockManager;
  readonly #name: string;
  #release: (() => void) | null = null;

  constructor(locks: LockManager, name: string) {
    this.#locks = locks;
    this.#name = name;
  }

  set(isHeld: boolean): void {
    if (isHeld === (this.#release !== null)) return;
    if (isHeld) {
      const released = new Promise<void>((resolve) => (this.#release = resolve));
      this.#locks.request(this.#name, { mode: 'shared' }, () => released).catch(() => undefined);
    } else {
      this.#release?.();
      this.#release = null;
    }
  }
}

export class TabLocks {
  readonly #locks: LockManager;
  /** This tab is in the middle of something. */
  readonly inUse: Held;
  /** Somebody looks at this tab. */
  readonly inFront: Held;

  constructor(locks: LockManager) {
    this.#locks = locks;
    this.inUse = new Held(locks, inUse);
    this.inFront = new Held(locks, inFront);
  }

  /**
   * Does the work while no tab is in use; none becomes so before it is done.
   * @param unseen only if nobody looks at any tab either
   * @returns false where a tab stands in the way: nothing has been done then
   */
  async whenFree(work: () => Promise<void>, { unseen }: { unseen: boolean }): Promise<boolean> {
    const free = (name: string, then: () => Promise<boolean>) =>
      this.#locks.request(name, { ifAvailable: true }, (lock) => (lock ? then() : false));
    const run = async () => {
      await work();
      return true;
    };
    return free(inUse, () => (unseen ? free(inFront, run) : run()));
  }
}
