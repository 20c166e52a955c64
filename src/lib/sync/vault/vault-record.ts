/** The vault's own database: one entry, beside the databases of the account's operations. */
import { openDatabase, result, transact } from '../idb/database.ts';
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
const stores = ['vault'] as const;

export const openVault = (factory: IDBFactory, name: string): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name,
    version: 1,
    upgrade: (database) => database.createObjectStore('vault'),
  });

export const readVault = (database: IDBDatabase): Promise<VaultRecord | undefined> =>
  transact(database, { stores, mode: 'readonly' }, (store) =>
    result(store('vault').get(entry) as IDBRequest<VaultRecord | undefined>),
  );

/**
 * Reads the entry and writes what `change` makes of it, in one transaction: two tabs that do so at
 * once do it one after the other.
 * @param change null deletes it
 * @returns what is there now
 */
export const changeVault = (
  database: IDBDatabase,
  change: (now: VaultRecord | undefined) => VaultRecord | null,
): Promise<VaultRecord | null> =>
  transact(database, { stores, mode: 'readwrite', durability: 'strict' }, async (store) => {
    const now = await result(store('vault').get(entry) as IDBRequest<VaultRecord | undefined>);
    const next = change(now);
    if (next) store('vault').put(next, entry);
    else store('vault').delete(entry);
    return next;
  });
