import { tileDatabaseName } from '$lib/map/tiles/database-name';
import type { LettersLeft } from '$lib/sync/idb/clearing';
import { leaveLettersOnly, leaveRecordsOnly } from '$lib/sync/idb/clearing';
import type { KeptCount } from '$lib/sync/idb/counting';
import { countRecords } from '$lib/sync/idb/counting';
import { deleteDatabase } from '$lib/sync/idb/database';
import {
  countFiles,
  fileDatabaseName,
  filePrefix,
  leaveFilesOnly,
} from '$lib/sync/idb/file-database';
import { heardDatabaseName, heardPrefix } from '$lib/sync/idb/heard-names';
import { IdbStore } from '$lib/sync/idb/idb-store';
import { LetterBox } from '$lib/sync/letters/letter-box';
import { MemoryStore } from '$lib/sync/memory-store';
import type { LocalStore } from '$lib/sync/store';
import { joinTabs } from '$lib/sync/tabs';
import type { Cipher } from '$lib/sync/vault/cipher';
import { Vault } from '$lib/sync/vault/vault';
import { StoreNames } from './store-names';

/** Where a database of one account and operation is, beside that of its rows [E1], [S13]. */
export interface FileKeeping {
  factory: IDBFactory;
  name: string;
  cipher: () => Promise<Cipher>;
}

export interface KeptOnPhone extends KeptCount {
  /** Files that the server has not confirmed: a wipe destroys them, no letter carries them [E4]. */
  files: number;
}

/** What this device keeps: a database for each account and operation, a vault for each account [S4]. */
export class Stores {
  /** Null where the browser has none: records live as long as the page then, and the app says so. */
  readonly #factory: IDBFactory | null;
  readonly #names: StoreNames;
  readonly #open = new Map<string, IdbStore>();
  readonly #unkept = new Map<string, MemoryStore>();
  readonly #vaults = new Map<string, Vault>();
  /** What the wipe under way has left of each operation. */
  readonly #left = new Map<string, LettersLeft>();
  #letterBox: LetterBox | null = null;

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

  /**
   * Null where no file can be kept: without IndexedDB, or without WebCrypto, which hashes and seals.
   * @param remember true before something is kept there
   */
  files(userId: string, operationId: string, remember: boolean): FileKeeping | null {
    const factory = this.#factory;
    const vault = factory && this.#vault(userId, factory);
    if (!factory || !vault?.isEncrypted) return null;
    const name = fileDatabaseName(userId, operationId);
    if (remember) this.#names.add(name);
    return { factory, name, cipher: vault.cipher };
  }

  /** What the server said last of numbers [S13]; null where it could not lie sealed. */
  heard(userId: string, operationId: string): FileKeeping | null {
    const factory = this.#factory;
    const vault = factory && this.#vault(userId, factory);
    if (!factory || !vault?.isEncrypted) return null;
    const name = heardDatabaseName(userId, operationId);
    this.#names.add(name);
    return { factory, name, cipher: vault.cipher };
  }

  /** Whether files of this account and operation may be on this device. */
  async hasFiles(userId: string, operationId: string): Promise<boolean> {
    return (await this.#allNames()).includes(fileDatabaseName(userId, operationId));
  }

  /** Lets go of the account's databases, after what is being written; they stay as they are. */
  async release(userId: string): Promise<void> {
    const names = [...this.#open.keys()].filter((name) => name.startsWith(prefix(userId)));
    await Promise.all(names.map((name) => this.#close(name).catch(() => undefined)));
  }

  /** The operations of which this phone keeps something of the account. */
  async operationsOf(userId: string): Promise<string[]> {
    return (await this.#namesOf(userId)).map((name) => name.slice(prefix(userId).length));
  }

  /** Records and files that wait on this phone, readable without the key. */
  async countKept(userId: string): Promise<KeptOnPhone> {
    const total: KeptOnPhone = { waiting: 0, problems: 0, files: 0 };
    if (!this.#factory) return total;
    for (const name of await this.#namesOf(userId)) {
      const { waiting, problems } = await countRecords(this.#factory, name);
      total.waiting += waiting;
      total.problems += problems;
    }
    for (const name of await this.#fileNamesOf(userId))
      total.files += await countFiles(this.#factory, name);
    return total;
  }

  /** Takes away what is kept of one operation; what was not sent stays as letters [Q4]. */
  async leaveOperation(userId: string, operationId: string): Promise<void> {
    const name = `${prefix(userId)}${operationId}`;
    this.#unkept.delete(name);
    await this.#close(name).catch(() => undefined);
    if (this.#factory) {
      await this.#drop(this.#factory, fileDatabaseName(userId, operationId));
      await this.#drop(this.#factory, heardDatabaseName(userId, operationId));
    }
    if (!this.#factory || !this.letterBox) return;
    const { unreadable } = await leaveLettersOnly(this.#factory, name, this.letterBox);
    if (unreadable === 0) this.#names.remove(name);
  }

  /** The account's vault; null where nothing is kept. */
  vaultOf(userId: string): Vault | null {
    return this.#factory && this.#vault(userId, this.#factory);
  }

  /** The letters on this device, whoever is signed in; null where nothing is kept. */
  get letterBox(): LetterBox | null {
    const factory = this.#factory;
    if (!factory) return null;
    return (this.#letterBox ??= new LetterBox({ factory, joinTabs, now: Date.now }));
  }

  /**
   * Wipes what this device keeps of an account [Q5]: the keys first, then, when the letters of its
   * records are in the letter box, rows and records. Stores that are open must no longer be used.
   * What the end of the app breaks off is completed by `finishWipes`, or when the account returns.
   * @returns how many records are left as letters, and how many nobody can read any more
   */
  async wipe(userId: string): Promise<LettersLeft> {
    this.#unkept.clear();
    const names = await this.#namesOf(userId);
    await this.vaultOf(userId)?.wipe();
    // Not before: what hangs in a store must not hold up the wipe.
    for (const name of names) void this.#close(name).catch(() => undefined);
    const left = [...this.#left.values()];
    return {
      letters: left.reduce((sum, { letters }) => sum + letters, 0),
      unreadable: left.reduce((sum, { unreadable }) => sum + unreadable, 0),
    };
  }

  /** Completes the wipes of every account that were broken off; for the start of the app. */
  async finishWipes(): Promise<void> {
    const users = (await this.#allNames()).flatMap((name) => userOf(name) ?? []);
    for (const userId of new Set(users)) await this.vaultOf(userId)?.finishWipe();
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
    for (const name of await this.#namesOf(userId)) {
      await this.#close(name);
      const count = await leaveRecordsOnly(factory, name);
      if (count === 0) this.#names.remove(name);
      kept += count;
    }
    for (const name of await this.#fileNamesOf(userId)) {
      const count = await leaveFilesOnly(factory, name);
      if (count === 0) this.#names.remove(name);
      kept += count;
    }
    for (const name of await this.#heardNamesOf(userId)) await this.#drop(factory, name);
    await this.#vaults.get(userId)?.close();
    this.#vaults.delete(userId);
    // The key goes last, when nothing is left that it opens.
    if (kept === 0) await deleteDatabase(factory, vaultName(userId));
    return kept;
  }

  async #clear(userId: string, factory: IDBFactory, box: LetterBox): Promise<void> {
    this.#left.clear();
    for (const name of await this.#namesOf(userId)) {
      const left = await leaveLettersOnly(factory, name, box);
      this.#left.set(name, left);
      if (left.unreadable === 0) this.#names.remove(name);
    }
    // Their key is gone: nobody reads them any more, and no letter is long enough for them [E4].
    for (const name of await this.#fileNamesOf(userId)) await this.#drop(factory, name);
    for (const name of await this.#heardNamesOf(userId)) await this.#drop(factory, name);
    // Saved maps are no secret, but they tell where somebody had work.
    await deleteDatabase(factory, tileDatabaseName);
  }

  async #namesOf(userId: string): Promise<string[]> {
    return (await this.#allNames()).filter((name) => name.startsWith(prefix(userId)));
  }

  async #fileNamesOf(userId: string): Promise<string[]> {
    return (await this.#allNames()).filter((name) => name.startsWith(filePrefix(userId)));
  }

  async #heardNamesOf(userId: string): Promise<string[]> {
    return (await this.#allNames()).filter((name) => name.startsWith(heardPrefix(userId)));
  }

  async #drop(factory: IDBFactory, name: string): Promise<void> {
    await deleteDatabase(factory, name);
    this.#names.remove(name);
  }

  /** Browsers that tell their databases know of those too whose names localStorage has lost. */
  async #allNames(): Promise<string[]> {
    const factory = this.#factory as Partial<IDBFactory> | null;
    const there = (await factory?.databases?.().catch(() => [])) ?? [];
    const told = there.flatMap(({ name }) => name ?? []);
    return [...new Set([...this.#names.all(), ...this.#open.keys(), ...told])];
  }

  #vault(userId: string, factory: IDBFactory): Vault {
    const known = this.#vaults.get(userId);
    if (known) return known;
    const vault = new Vault({
      factory,
      name: vaultName(userId),
      subtle: browserCrypto(),
      onWipe: async () => {
        if (this.letterBox) await this.#clear(userId, factory, this.letterBox);
      },
    });
    this.#vaults.set(userId, vault);
    return vault;
  }

  async #close(name: string): Promise<void> {
    const store = this.#open.get(name);
    // First: whoever asks for it meanwhile gets one that stays open.
    this.#open.delete(name);
    await store?.close();
  }

  #openUnkept(name: string): LocalStore {
    const store = this.#unkept.get(name) ?? new MemoryStore();
    this.#unkept.set(name, store);
    return store;
  }
}

const prefix = (userId: string) => `daylight rows ${userId} `;
const userOf = (name: string): string | undefined =>
  /^daylight (?:rows|vault|files|heard) (\S+)/.exec(name)?.[1];
const vaultName = (userId: string) => `daylight vault ${userId}`;

const browserDatabases = (): IDBFactory | null =>
  (globalThis as { indexedDB?: IDBFactory }).indexedDB ?? null;

const browserCrypto = (): SubtleCrypto | null =>
  (crypto as { subtle?: SubtleCrypto }).subtle ?? null;
