import { leaveRecordsOnly } from '$lib/sync/idb/clearing';
import type { KeptCount } from '$lib/sync/idb/counting';
import { countRecords } from '$lib/sync/idb/counting';
import { deleteDatabase } from '$lib/sync/idb/database';
import { IdbStore } from '$lib/sync/idb/idb-store';
import { MemoryStore } from '$lib/sync/memory-store';
import type { LocalStore } from '$lib/sync/store';
import { joinTabs } from '$lib/sync/tabs';
import { Vault } from '$lib/sync/vault/vault';
import { StoreNames } from './store-names';

/** What this device keeps: a database for each account and operation, a vault for each account [S4]. */
export class Stores {
  /** Null where the browser has none: records live as long as the page then, and the app says so. */
  readonly #factory: IDBFactory | null;
  readonly #names: StoreNames;
  readonly #open = new Map<string, IdbStore>();
  readonly #unkept = new Map<string, MemoryStore>();
  readonly #vaults = new Map<string, Vault>();

  constructor(storage: Storage, factory: IDBFactory | null = browserDatabases()) {
    this.#factory = factory;
    this.#names = new StoreNames(storage);
  }

  get isKept(): boolean {
    return this.#factory !== null;
  }

  /** The same store for the same account and operation until it is left. */
  open(userId: string, operationId: string): LocalStore {
    const name = `${prefix(userId)}${operationId}`;
    const factory = this.#factory;
    if (!factory) return this.#openUnkept(name);
    const known = this.#open.get(name);
    if (known) return known;
    this.#names.add(name);
    const { cipher } = this.#vault(userId, factory);
    const store = new IdbStore({ name, factory, cipher, joinTabs });
    this.#open.set(name, store);
    return store;
  }

  /** Lets go of the account's databases, after what is being written; they stay as they are. */
  async release(userId: string): Promise<void> {
    const names = [...this.#open.keys()].filter((name) => name.startsWith(prefix(userId)));
    await Promise.all(names.map((name) => this.#close(name)));
  }

  /** The operations of which this phone keeps something of the account. */
  operationsOf(userId: string): string[] {
    return this.#namesOf(userId).map((name) => name.slice(prefix(userId).length));
  }

  /** Records that wait on this phone, readable without the key. */
  async countKept(userId: string): Promise<KeptCount> {
    const total: KeptCount = { waiting: 0, problems: 0 };
    if (!this.#factory) return total;
    for (const name of this.#namesOf(userId)) {
      const { waiting, problems } = await countRecords(this.#factory, name);
      total.waiting += waiting;
      total.problems += problems;
    }
    return total;
  }

  /** Takes away what is kept of one operation; what was not sent stays as letters [Q4]. */
  async leaveOperation(userId: string, operationId: string): Promise<void> {
    const factory = this.#factory;
    const name = `${prefix(userId)}${operationId}`;
    if (!factory) {
      this.#unkept.delete(name);
      return;
    }
    await this.#close(name);
    if ((await leaveRecordsOnly(factory, name)) === 0) this.#names.remove(name);
  }

  /** Destroys the account's key and clears all of its operations [Q5]. */
  async wipe(userId: string): Promise<void> {
    this.#unkept.clear();
    const factory = this.#factory;
    if (!factory) return;
    await this.#vault(userId, factory).destroyKey();
    await this.clearLeftovers(userId);
  }

  /** The second half of a wipe: rows and records whose key is gone. */
  async clearLeftovers(userId: string): Promise<void> {
    for (const operationId of this.operationsOf(userId))
      await this.leaveOperation(userId, operationId);
  }

  /** The account's vault; null where nothing is kept. */
  vaultOf(userId: string): Vault | null {
    return this.#factory && this.#vault(userId, this.#factory);
  }

  /**
   * At sign-out: takes the rows of the account away, and everything of those operations of which no
   * record waits. Stores that are open must no longer be used.
   * @returns how many records are kept for the next sign-in of the same account
   */
  async leave(userId: string): Promise<number> {
    this.#unkept.clear();
    const factory = this.#factory;
    if (!factory) return 0;
    let kept = 0;
    for (const name of this.#namesOf(userId)) {
      await this.#close(name);
      const count = await leaveRecordsOnly(factory, name);
      if (count === 0) this.#names.remove(name);
      kept += count;
    }
    await this.#vaults.get(userId)?.close();
    this.#vaults.delete(userId);
    // The key goes last, when nothing is left that it opens.
    if (kept === 0) await deleteDatabase(factory, vaultName(userId));
    return kept;
  }

  #namesOf(userId: string): string[] {
    const names = new Set([...this.#names.all(), ...this.#open.keys()]);
    return [...names].filter((name) => name.startsWith(prefix(userId)));
  }

  #vault(userId: string, factory: IDBFactory): Vault {
    const known = this.#vaults.get(userId);
    if (known) return known;
    const vault = new Vault({
      factory,
      name: vaultName(userId),
      subtle: browserCrypto(),
      onWipe: async () => {
        for (const name of this.#namesOf(userId)) await leaveRecordsOnly(factory, name);
      },
    });
    this.#vaults.set(userId, vault);
    return vault;
  }

  async #close(name: string): Promise<void> {
    await this.#open.get(name)?.close();
    this.#open.delete(name);
  }

  #openUnkept(name: string): LocalStore {
    const store = this.#unkept.get(name) ?? new MemoryStore();
    this.#unkept.set(name, store);
    return store;
  }
}

const prefix = (userId: string) => `daylight rows ${userId} `;
const vaultName = (userId: string) => `daylight vault ${userId}`;

const browserDatabases = (): IDBFactory | null =>
  (globalThis as { indexedDB?: IDBFactory }).indexedDB ?? null;

const browserCrypto = (): SubtleCrypto | null =>
  (crypto as { subtle?: SubtleCrypto }).subtle ?? null;
