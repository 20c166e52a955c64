import { StorageError } from '../../src/lib/sync/storage-error.ts';
import type { LocalStore, StoreChange, StoredState, StoreWrite } from '../../src/lib/sync/store.ts';
import type { Dice } from './dice.ts';
import type { Figures } from './figures.ts';
import type { Schedule } from './schedule.ts';
import type { Tab } from './tab.ts';

export interface GuardedStoreOptions {
  inner: LocalStore;
  tab: Tab;
  schedule: Schedule;
  dice: Dice;
  figures: Figures;
  isFull: () => boolean;
}

/** A store whose page can die before and after every operation, and whose disk takes its time. */
export class GuardedStore implements LocalStore {
  readonly #options: GuardedStoreOptions;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: GuardedStoreOptions) {
    this.#options = options;
  }

  load(): Promise<StoredState> {
    return this.#run(() => this.#options.inner.load());
  }

  write(write: StoreWrite): Promise<void> {
    return this.#run(() => {
      if (!this.#options.isFull()) return this.#options.inner.write(write);
      this.#options.figures.diskFull += 1;
      return Promise.reject(new StorageError('full'));
    });
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    const { inner, tab } = this.#options;
    return inner.subscribe((change) => {
      if (tab.isAlive) listener(change);
    });
  }

  destroy(): Promise<void> {
    return this.#run(() => this.#options.inner.destroy());
  }

  #run<T>(operation: () => Promise<T>): Promise<T> {
    const { tab, schedule, dice } = this.#options;
    const done = this.#queue.then(async () => {
      // Other things happen while a slow disk writes.
      if (dice.chance(0.2)) await schedule.wait(dice.between(1, 80));
      if (tab.comesTo('before')) return never<T>();
      schedule.busy += 1;
      const value = await operation().finally(() => (schedule.busy -= 1));
      return tab.comesTo('after') ? never<T>() : value;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

/** What a page that is gone waits for. */
const never = <T>(): Promise<T> => new Promise(() => undefined);
