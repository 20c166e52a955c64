/**
 * The letters of this device that no record stands beside any more: those of a wiped phone, and
 * those that are carried for a colleague [T2]. A database of its own, in clear: letters are sealed.
 */
import { Connection } from '../idb/connection.ts';
import { openDatabase, result } from '../idb/database.ts';
import type { JoinTabs, Tabs } from '../tabs.ts';
import { letterBoxName } from './letter-box-name.ts';
import { letterId } from './letter-bytes.ts';
import type { Letter } from './letter.ts';

export type LetterWhy =
  /** Its phone, this one, was wiped. */
  | 'wiped'
  /** It came from another phone, as a QR code or a file. */
  | 'carried';

/** Why a letter was not delivered; `refused`: the server would not take it at all. */
export const letterFaults = [
  'unreadable',
  'unknown_key',
  'unknown_device',
  'bad_signature',
  'try_again',
  'refused',
] as const;
export type LetterFault = (typeof letterFaults)[number];

export interface LetterEntry {
  /** The SHA-256 of its bytes, in hex: the same letter is in the box once. */
  id: string;
  letter: Letter;
  why: LetterWhy;
  /** ms since 1970. */
  receivedAt: number;
  state:
    | 'waiting'
    /** The server has it; shown for a day if it was carried. */
    | 'delivered'
    /** The server has answered that it is not to be used [T5]: kept, and shown as such. */
    | 'unreadable';
  attempts: number;
  lastError: LetterFault | null;
  /** ms since 1970; null until then. */
  deliveredAt: number | null;
}

const stores = ['letters'] as const;
const writing = { stores, mode: 'readwrite', durability: 'strict' } as const;

export interface LetterBoxOptions {
  factory: IDBFactory;
  joinTabs: JoinTabs;
  /** ms since 1970. */
  now: () => number;
}

export class LetterBox {
  readonly #options: LetterBoxOptions;
  readonly #tabs: Tabs;
  readonly #listeners = new Set<() => void>();
  readonly #database: Connection;

  constructor(options: LetterBoxOptions) {
    this.#options = options;
    this.#database = new Connection(() => open(options.factory));
    this.#tabs = options.joinTabs(letterBoxName, () => this.#tell());
  }

  /**
   * Resolves when all of them are on the disk itself. One that is there already stays as it is.
   * @returns their ids, in order
   * @throws StorageError, with nothing added
   */
  async add(letters: readonly Letter[], why: LetterWhy): Promise<string[]> {
    const receivedAt = this.#options.now();
    const entries = await Promise.all(
      letters.map(async (letter): Promise<LetterEntry> => ({
        id: await letterId(letter),
        letter,
        why,
        receivedAt,
        state: 'waiting',
        attempts: 0,
        lastError: null,
        deliveredAt: null,
      })),
    );
    await this.#write(async (store) => {
      for (const entry of entries) if ((await count(store, entry.id)) === 0) store.put(entry);
    });
    return entries.map(({ id }) => id);
  }

  /** The oldest first. */
  async all(): Promise<LetterEntry[]> {
    const entries = await this.#transact('readonly', (store) =>
      result(store.getAll() as IDBRequest<LetterEntry[]>),
    );
    return entries.toSorted((a, b) => a.receivedAt - b.receivedAt);
  }

  /** Entries in their new form; one that is no longer there is left out. */
  update(entries: readonly LetterEntry[]): Promise<void> {
    return this.#write(async (store) => {
      for (const entry of entries) if ((await count(store, entry.id)) > 0) store.put(entry);
    });
  }

  /** A letter that the server would not use is tried once more: its key may be known by now. */
  async retry(ids: readonly string[]): Promise<void> {
    const entries = (await this.all()).filter(({ id }) => ids.includes(id));
    await this.update(entries.map((entry) => ({ ...entry, state: 'waiting', lastError: null })));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#write((store) => {
      for (const id of ids) store.delete(id);
      return Promise.resolve();
    });
  }

  /** Told, in every tab, that something has changed; `all` says what. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#tabs.close();
    this.#listeners.clear();
    await this.#database.close();
  }

  async #write(body: (store: IDBObjectStore) => Promise<void>): Promise<void> {
    await this.#transact('readwrite', body);
    this.#tabs.post('changed');
    this.#tell();
  }

  #transact<T>(mode: IDBTransactionMode, body: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    return this.#database.transact({ ...writing, mode }, (of) => body(of('letters')));
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const open = (factory: IDBFactory): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name: letterBoxName,
    version: 1,
    upgrade: (database) => database.createObjectStore('letters', { keyPath: 'id' }),
  });

const count = (store: IDBObjectStore, id: string): Promise<number> => result(store.count(id));
