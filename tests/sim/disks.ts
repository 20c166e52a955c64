/** What survives a crash: the phone's storage, in memory or in IndexedDB. */
import {
  IDBDatabase as FakeDatabase,
  IDBFactory as FakeFactory,
  IDBKeyRange as FakeKeyRange,
  IDBObjectStore as FakeObjectStore,
} from 'fake-indexeddb';
import { IdbStore } from '../../src/lib/sync/idb/idb-store.ts';
import { MemoryStore } from '../../src/lib/sync/memory-store.ts';
import type { LocalStore } from '../../src/lib/sync/store.ts';
import { clearCipher } from '../../src/lib/sync/vault/cipher.ts';
import type { Browser } from './browser.ts';
import type { Schedule } from './schedule.ts';
import type { Tab } from './tab.ts';

export interface Disk {
  /** The store of one page. */
  open: (tab: Tab) => LocalStore;
  /** The store without a page, for looking at it. */
  look: () => LocalStore;
}

/** Fast: one write is one step that happens or does not. */
export const memoryDisk = (): Disk => {
  const disk = new MemoryStore();
  return {
    open: (tab) => ({
      load: () => disk.load(),
      write: (write) => disk.write(write),
      subscribe: (listener) => {
        const stop = disk.subscribe((change) => {
          if (tab.isAlive) listener(change);
          else queueMicrotask(stop);
        });
        return stop;
      },
      destroy: () => disk.destroy(),
    }),
    look: () => disk,
  };
};

/** The app's own store on IndexedDB; a page can die at every request of a transaction. */
export const idbDisk = (schedule: Schedule, browser: Browser): Disk => {
  watchIndexedDb(schedule);
  const factory = new FakeFactory();
  const name = 'daylight';
  const storeOn = (open: IDBFactory['open'], joinTabs: ReturnType<Browser['joinTabs']>) =>
    new IdbStore({
      name,
      factory: { open } as IDBFactory,
      cipher: () => Promise.resolve(clearCipher),
      joinTabs,
    });
  return {
    open: (tab) =>
      storeOn((database, version) => {
        const request = factory.open(database, version);
        request.addEventListener('success', () => pages.set(request.result, tab));
        return request;
      }, browser.joinTabs(tab)),
    look: () =>
      storeOn(
        (database, version) => factory.open(database, version),
        () => ({ post: () => undefined, close: () => undefined }),
      ),
  };
};

/** Which page a connection belongs to. */
const pages = new WeakMap<IDBDatabase, Tab>();
let schedule: Schedule | null = null;

const requests = ['get', 'getAll', 'getAllKeys', 'put', 'delete', 'clear'] as const;

/** Makes every request a place where its page can die, and lets the schedule wait for transactions. */
const watchIndexedDb = (current: Schedule): void => {
  const isWatched = schedule !== null;
  schedule = current;
  if (isWatched) return;
  globalThis.IDBKeyRange = FakeKeyRange;
  const stores = FakeObjectStore.prototype as unknown as Record<
    (typeof requests)[number],
    (this: IDBObjectStore, ...args: unknown[]) => IDBRequest
  >;
  for (const request of requests) {
    const original = stores[request];
    stores[request] = function (...args) {
      if (pages.get(this.transaction.db)?.comesTo('within'))
        queueMicrotask(() => {
          abort(this.transaction);
        });
      return original.apply(this, args);
    };
  }
  const databases = FakeDatabase.prototype as unknown as {
    transaction: (this: IDBDatabase, ...args: unknown[]) => IDBTransaction;
  };
  const begin = databases.transaction;
  databases.transaction = function (...args) {
    const transaction = begin.apply(this, args);
    const counting = schedule;
    if (!counting) return transaction;
    counting.busy += 1;
    counting.isSlow = true;
    for (const end of ['complete', 'abort'])
      transaction.addEventListener(end, () => {
        counting.busy -= 1;
        counting.isSlow = true;
      });
    return transaction;
  };
};

const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch {
    // It was already.
  }
};
