/** The vault's own database, beside the databases of the account's operations. */
import { Connection } from '../idb/connection.ts';
import { openDatabase, result } from '../idb/database.ts';
import type { Device } from '../letters/device.ts';
import type { PinSettings, Wrapped } from './keys.ts';

export type VaultRecord = {
  format: 1;
  /** The data key. */
  wrapped: Wrapped;
} & ({ kind: 'device'; deviceKey: CryptoKey } | PinRecord);

interface PinRecord {
  kind: 'pin';
  pin: PinSettings;
  /** Counted down before a try, so that ending the app in the middle wins none. */
  attemptsLeft: number;
}

const entry = 1;
const deviceEntry = 2;
const wipingEntry = 3;
const stores = ['vault'] as const;
const writing = { stores, mode: 'readwrite', durability: 'strict' } as const;

export const openVault = (factory: IDBFactory, name: string): Connection =>
  new Connection(() =>
    openDatabase({
      factory,
      name,
      version: 1,
      upgrade: (database) => database.createObjectStore('vault'),
    }),
  );

export const readVault = (database: Connection): Promise<VaultRecord | undefined> =>
  database.transact({ stores, mode: 'readonly' }, (store) =>
    result(store('vault').get(entry) as IDBRequest<VaultRecord | undefined>),
  );

/**
 * Reads the entry and writes what `change` makes of it, in one transaction: two tabs that do so at
 * once do it one after the other.
 * @param change null deletes it
 * @returns what is there now
 */
export const changeVault = (
  database: Connection,
  change: (now: VaultRecord | undefined) => VaultRecord | null,
): Promise<VaultRecord | null> =>
  database.transact(writing, async (store) => {
    const now = await result(store('vault').get(entry) as IDBRequest<VaultRecord | undefined>);
    const next = change(now);
    if (next) store('vault').put(next, entry);
    else store('vault').delete(entry);
    return next;
  });

/** The key that this phone signs letters with; a PIN is not asked for [T1]. */
export const readDevice = (database: Connection): Promise<Device | undefined> =>
  database.transact({ stores, mode: 'readonly' }, (store) =>
    result(store('vault').get(deviceEntry) as IDBRequest<Device | undefined>),
  );

/**
 * As `changeVault`, for the device.
 * @param change undefined leaves it as it is
 */
export const changeDevice = (
  database: Connection,
  change: (now: Device | undefined) => Device | undefined,
): Promise<Device | undefined> =>
  database.transact(writing, async (store) => {
    const now = await result(store('vault').get(deviceEntry) as IDBRequest<Device | undefined>);
    const next = change(now);
    if (next) store('vault').put(next, deviceEntry);
    return next ?? now;
  });

/** Destroys every key at once, and notes that the rest of the wipe is still to be done [Q5]. */
export const destroyKeys = (database: Connection): Promise<void> =>
  database.transact(writing, (store) => {
    store('vault').clear();
    store('vault').put(true, wipingEntry);
    return Promise.resolve();
  });

/** Destroys every key at once, and notes nothing: for a disk that is too full for the note. */
export const forgetKeys = (database: Connection): Promise<void> =>
  database.transact(writing, (store) => {
    store('vault').clear();
    return Promise.resolve();
  });

export const isWiping = (database: Connection): Promise<boolean> =>
  database.transact(
    { stores, mode: 'readonly' },
    async (store) => (await result(store('vault').count(wipingEntry))) > 0,
  );

/** The wipe is complete. */
export const endWipe = (database: Connection): Promise<void> =>
  database.transact(writing, (store) => {
    store('vault').delete(wipingEntry);
    return Promise.resolve();
  });
