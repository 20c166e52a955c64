import { tableNames } from '../../domain/rows.ts';
import type { OutboxRecord } from '../outbox.ts';
import type { Change } from '../protocol.ts';
import { StorageError, storageError } from '../storage-error.ts';
import type { LocalStore, StoreChange, StoredState, StoreWrite } from '../store.ts';
import { noRows } from '../store.ts';
import type { JoinTabs, Tabs } from '../tabs.ts';
import type { Cipher } from '../vault/cipher.ts';
import { Bodies } from './bodies.ts';
import { ChunkIndex } from './chunk-index.ts';
import { result, transact } from './database.ts';
import { nextTask, pauses } from '../pauses.ts';
import { goneKeys, isSame, mayReplace, readableCursor, readChunks } from './reading.ts';
import type { Chunk, Head, KeptRecord, StoreOf } from './schema.ts';
import { emptyHead, headKey, openStore, readHead, rowsFormat, stores } from './schema.ts';

/** More than these, and whoever is told of them draws for so long that it is a task of its own. */
const fewRows = 100;

export interface IdbStoreOptions {
  /** The database's name: one for each account and operation. */
  name: string;
  factory: IDBFactory;
  /** @throws StorageError `locked` */
  cipher: () => Promise<Cipher>;
  joinTabs: JoinTabs;
}

/**
 * A store in IndexedDB, the same for every tab [S1]-[S4]. Rows lie in sealed chunks, one a write;
 * `head.rev` counts the writes, and a tab that is behind reads what it has missed before it writes.
 */
export class IdbStore implements LocalStore {
  readonly #options: IdbStoreOptions;
  readonly #bodies: Bodies;
  readonly #tabs: Tabs;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #index = new ChunkIndex();
  /** The `seq` of each record that this tab knows, by its key. */
  readonly #seqs = new Map<string, number>();
  #database: Promise<IDBDatabase> | null = null;
  /** The head as of the last write that this tab knows; null before the first reading. */
  #head: Head | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: IdbStoreOptions) {
    this.#options = options;
    this.#bodies = new Bodies(options.name, options.cipher);
    this.#tabs = options.joinTabs(options.name, () => {
      // What cannot be read now is read before the next write; that one tells of the failure.
      this.#enqueue(() => this.#follow()).catch(() => undefined);
    });
  }

  load(): Promise<StoredState> {
    return this.#enqueue(() => this.#load());
  }

  write(write: StoreWrite): Promise<void> {
    return this.#enqueue(async () => {
      if (!this.#head) await this.#load();
      let done = await this.#tryWrite(write);
      while (done === 'overtaken') {
        await this.#follow();
        done = await this.#tryWrite(write);
      }
      if (done === 'too late') return;
      this.#tabs.post('written');
      // A failed merge has changed nothing, and comes again after the next write.
      this.#enqueue(() => this.#merge()).catch(() => undefined);
    });
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#transact('readwrite', (store) => {
        for (const name of stores) store(name).clear();
        return Promise.resolve();
      });
      this.#head = null;
      this.#tabs.post('destroyed');
    });
  }

  /** Lets go of the database and of the other tabs. */
  close(): Promise<void> {
    return this.#enqueue(async () => {
      this.#isClosed = true;
      this.#tabs.close();
      (await this.#database)?.close();
    });
  }

  /** One thing at a time, in the order in which it was asked for. */
  #enqueue<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(run);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #transact<T>(
    mode: IDBTransactionMode,
    body: (store: StoreOf) => Promise<T>,
    durability: IDBTransactionDurability = 'default',
  ): Promise<T> {
    if (this.#isClosed) throw new StorageError('lost');
    try {
      this.#database ??= openStore(this.#options.factory, this.#options.name);
      return await transact(await this.#database, { stores, mode, durability }, body);
    } catch (cause) {
      // Phones end connections of apps in the background: the next time it is opened again.
      if (storageError(cause).type !== 'full') this.#database = null;
      throw cause;
    }
  }

  async #load(): Promise<StoredState> {
    // First: a wipe that was broken off is completed before anything is read [Q5].
    await this.#options.cipher();
    const [stored, chunks, kept] = await this.#transact('readonly', (store) =>
      Promise.all([
        readHead(store),
        readChunks(store('chunks')),
        result(store('outbox').getAll() as IDBRequest<KeptRecord[]>),
      ]),
    );
    const head = stored ?? emptyHead();
    const opened = await this.#bodies.openChunks(chunks, head.rowsFormat);
    const { records, unread } = await this.#bodies.openRecords(kept);
    // Set again at the end: reading that was broken off is begun anew.
    this.#head = null;
    this.#index.clear();
    this.#seqs.clear();
    this.#know(records);
    const pause = pauses();
    const byTable = new Map(tableNames.map((table) => [table, new Map<string, unknown>()]));
    for (const { rev, changes } of opened) {
      this.#index.take(rev, changes);
      for (const change of changes) {
        const table = byTable.get(change.table);
        if (!this.#index.isAlive(rev, change)) continue;
        if (change.row) table?.set(change.id, change.row);
        else table?.delete(change.id);
      }
      await pause();
    }
    this.#head = head;
    const rows = noRows();
    for (const [table, byId] of byTable) Object.assign(rows, { [table]: [...byId.values()] });
    return { rows, outbox: records, cursor: readableCursor(head), unread };
  }

  /**
   * Nothing is written when another tab has written meanwhile (`overtaken`), or when the record that
   * is to be replaced can no longer be (`too late`).
   */
  async #tryWrite(write: StoreWrite): Promise<'written' | 'overtaken' | 'too late'> {
    const before = this.#head ?? emptyHead();
    const head = { ...before, rev: before.rev + 1 };
    if (write.cursor !== undefined) head.cursor = write.cursor;
    if (write.dropRows) Object.assign(head, { generation: head.generation + 1, rowsFormat });
    else if (write.changes?.length) head.rowsFormat = Math.min(head.rowsFormat, rowsFormat);
    const news = write.dropRows ? new ChunkIndex() : this.#index;
    const changes = news.notOlder(write.changes ?? []);
    const replacedSeq = write.replace && this.#seqs.get(write.replace.key);
    if (write.replace && replacedSeq === undefined) return 'too late';
    const replacing: OutboxRecord[] =
      write.replace && replacedSeq !== undefined ? [{ ...write.replace.by, seq: replacedSeq }] : [];
    const added = [...this.#added(write, head), ...replacing];
    const known = new Set([...this.#seqs.keys(), ...added.map(({ key }) => key)]);
    const updated = (write.update ?? []).filter(({ key }) => known.has(key));
    const deleted = (write.remove ?? []).filter((key) => known.has(key));
    const removed = [...deleted, ...(write.replace ? [write.replace.key] : [])];
    const records = [...added, ...updated];
    const chunk = changes.length > 0 ? await this.#bodies.sealChunk(head.rev, changes) : null;
    const kept = await this.#bodies.sealRecords(head.rev, records);
    const seqOf = (key: string) =>
      this.#seqs.get(key) ?? added.find((record) => record.key === key)?.seq ?? 0;
    const done = await this.#transact(
      'readwrite',
      async (store) => {
        if (!isSame(await readHead(store), before)) return 'overtaken';
        if (replacedSeq !== undefined && !(await mayReplace(store, replacedSeq))) return 'too late';
        if (write.dropRows) store('chunks').clear();
        if (chunk) store('chunks').put(chunk);
        for (const record of kept) store('outbox').put(record);
        for (const key of deleted) store('outbox').delete(seqOf(key));
        store('head').put(head, headKey);
        return 'written';
      },
      // What a person has recorded is on the disk itself before the screen says so [S2].
      added.length > 0 ? 'strict' : 'default',
    );
    if (done !== 'written') return done;
    this.#head = head;
    if (write.dropRows) this.#index.clear();
    if (chunk) this.#index.take(head.rev, changes);
    this.#know(records, removed);
    if (changes.length > fewRows) await nextTask();
    this.#tell({
      dropRows: write.dropRows ?? false,
      changes,
      ...(write.cursor === undefined ? {} : { cursor: write.cursor }),
      records,
      removed,
    });
    return 'written';
  }

  #added({ add = [] }: StoreWrite, head: Head): OutboxRecord[] {
    const keys = new Set(this.#seqs.keys());
    return add
      .filter(({ key }) => !keys.has(key) && keys.add(key))
      .map((record) => ({ ...record, seq: ++head.lastSeq }));
  }

  /** Reads what other tabs have written since, and tells of it as one change. */
  async #follow(): Promise<void> {
    const before = this.#head;
    if (!before) return;
    const [head, chunks, kept, seqs] = await this.#transact('readonly', async (store) => {
      const now = await readHead(store);
      const isAnother = now?.store !== before.store;
      // Taken away, and what this tab shows is no longer kept anywhere.
      if (!now || (isAnother && before.rev > 0)) throw new StorageError('lost');
      const since = IDBKeyRange.lowerBound(isAnother ? 0 : before.rev, true);
      const isDropped = now.generation !== before.generation;
      return Promise.all([
        Promise.resolve(now),
        result(store('chunks').getAll(isDropped ? null : since) as IDBRequest<Chunk[]>),
        result(store('outbox').index('rev').getAll(since) as IDBRequest<KeptRecord[]>),
        result(store('outbox').getAllKeys()),
      ]);
    });
    if (head.rev === before.rev && head.store === before.store) return;
    const opened = await this.#bodies.openChunks(chunks, head.rowsFormat);
    const { records } = await this.#bodies.openRecords(kept);
    const removed = goneKeys(this.#seqs, seqs, kept);
    const dropRows = head.generation !== before.generation;
    if (dropRows) this.#index.clear();
    this.#head = head;
    this.#know(records, removed);
    const changes = opened.flatMap(({ rev, changes }) => this.#index.take(rev, changes));
    const cursor = readableCursor(head);
    this.#tell({ dropRows, changes, cursor, records, removed, isElsewhere: true });
  }

  /** Makes one chunk of many small or half dead ones: nobody sees a difference. */
  async #merge(): Promise<void> {
    const before = this.#head;
    const sources = this.#index.toMerge();
    if (!before || sources.length === 0) return;
    const chunks = await this.#transact('readonly', async (store) => {
      const found = sources.map((rev) => store('chunks').get(rev) as IDBRequest<Chunk | undefined>);
      return (await Promise.all(found.map(result))).filter((chunk) => chunk !== undefined);
    });
    // Another tab may have merged them already.
    if (chunks.length === 0) {
      this.#index.forget(sources);
      return;
    }
    const opened = await this.#bodies.openChunks(chunks, before.rowsFormat);
    const alive = opened.flatMap(({ rev, changes }): Change[] =>
      changes.filter((change) => this.#index.isAlive(rev, change)),
    );
    const head = { ...before, rev: before.rev + 1 };
    const merged = await this.#bodies.sealChunk(head.rev, alive);
    const isDone = await this.#transact('readwrite', async (store) => {
      if (!isSame(await readHead(store), before)) return false;
      for (const rev of sources) store('chunks').delete(rev);
      store('chunks').put(merged);
      store('head').put(head, headKey);
      return true;
    });
    if (!isDone) return;
    this.#head = head;
    this.#index.take(head.rev, alive);
    this.#index.forget(sources);
    this.#tabs.post('merged');
    if (this.#index.isSoiled) this.#enqueue(() => this.#merge()).catch(() => undefined);
  }

  #know(records: readonly OutboxRecord[], removed: readonly string[] = []): void {
    for (const { key, seq } of records) this.#seqs.set(key, seq);
    for (const key of removed) this.#seqs.delete(key);
  }

  #tell(change: StoreChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
