/**
 * The sync engine: one operation kept in step with the server.
 * Knows no screen, no browser and no Supabase: storage, network, time and chance are handed in.
 */
import type { Mutation, MutationKind } from '../domain/mutations.ts';
import { composeDiscard, inPlaceOf } from './compose.ts';
import { newId } from './ids.ts';
import { Keeper } from './keeper.ts';
import type { Author } from './layer.ts';
import { Live } from './live.ts';
import type { OutboxRecord } from './outbox.ts';
import { isDismissible, isProblem, isReplaceable, isUnsent } from './outbox.ts';
import { hasEffects, readyEffects } from './overlay.ts';
import { Puller } from './pull.ts';
import { Pusher } from './push.ts';
import type { ReplicaChange } from './replica.ts';
import { Replica } from './replica.ts';
import type { Seal } from './recorder.ts';
import { Recorder } from './recorder.ts';
import type { Random, Timers } from './retry.ts';
import { systemTimers } from './retry.ts';
import type { StorageFailure } from './storage-error.ts';
import { Telling } from './telling.ts';
import { storageError } from './storage-error.ts';
import type { LocalStore, StoreChange, UnreadRecord } from './store.ts';
import type { Halt, Phase, SharedStatus, SyncStatus } from './sync-status.ts';
import type { Transport, TransportError } from './transport.ts';

/** A live message of this phone's own change is given this long before a pull fetches the row. */
const confirmGraceMs = 2_000;
/** Phones that all miss the same message do not all ask in the same instant. */
const gapSpreadMs = 250;
/** A clock that is off by less is right: an answer may have been on its way for so long [K9]. */
const clockToleranceMs = 2 * 60_000;

export interface EngineOptions {
  operationId: string;
  store: LocalStore;
  transport: Transport;
  author: Author;
  timers?: Timers;
  random?: Random;
  pageSize?: number;
  pollMs?: number;
  /** The server has answered the caller as an active member: the lease is renewed [Q2]. */
  onMember?: () => void;
  /** The server is another one than before [R4]; awaited before anything of the new one is kept. */
  onRestored?: () => Promise<unknown>;
  /** Makes the letter of a record [T1]; null, or a failure, leaves the record without one. */
  seal?: Seal;
  /** Resolves when the screen shows what was recorded: sending waits for it, and never the reverse. */
  drawn?: () => Promise<unknown>;
}

export class SyncEngine {
  readonly replica: Replica;
  readonly #store: LocalStore;
  readonly #timers: Timers;
  readonly #recorder: Recorder;
  readonly #pusher: Pusher;
  readonly #puller: Puller;
  readonly #live: Live;
  readonly #keeper: Keeper;
  readonly #telling: Telling;
  readonly #drawn: () => Promise<unknown>;
  readonly #listeners = new Set<(change: ReplicaChange | null) => void>();
  readonly #unread: readonly UnreadRecord[];
  readonly #unsubscribe: () => void;
  /** What the syncing tab last said, while it is another one. */
  #shared: SharedStatus | null = null;
  #isRunning = false;
  #isReachable: boolean | null = null;
  #isReady: boolean;
  #halt: Halt | null = null;
  #storageFailure: StorageFailure | null = null;
  #lastContactAt: number | null = null;
  #serverAheadMs = 0;
  #cancelGrace: () => void = () => undefined;

  /** Reads what the phone has kept; nothing is sent or asked before `start`. */
  static async open(options: EngineOptions): Promise<SyncEngine> {
    const { store, author } = options;
    const state = await store.load();
    // What was on its way when the app was closed: the id makes sending it again harmless [W4].
    const outbox = state.outbox.map(again);
    // Other tabs go on writing while the rows are read into memory.
    const missed: StoreChange[] = [];
    const stop = store.subscribe((change) => missed.push(change));
    await readyEffects(kindsOf(outbox));
    const replica = await Replica.of({ ...state, outbox }, author).finally(stop);
    for (const change of missed) replica.apply(change);
    return new SyncEngine(options, replica, state.unread);
  }

  private constructor(options: EngineOptions, replica: Replica, unread: readonly UnreadRecord[]) {
    const { operationId, store, transport } = options;
    const timers = options.timers ?? systemTimers;
    const random = options.random ?? Math.random;
    this.replica = replica;
    this.#unread = unread;
    this.#store = store;
    this.#timers = timers;
    this.#recorder = new Recorder({ store, timers, seal: options.seal ?? null });
    this.#drawn = options.drawn ?? (() => Promise.resolve());
    this.#isReady = replica.cursor !== null;
    const cursor = () => replica.cursor;
    const onContact = () => this.#contact();
    const onMember = options.onMember ?? (() => undefined);
    const onFailure = (error: TransportError) => this.#fail(error);
    const onStoreFailure = (cause: unknown) => this.#stopForStorage(cause);
    this.#keeper = new Keeper({
      store,
      replica,
      nextRun: () => this.#puller.nextRun,
      onRows: () => this.#listen(),
      onConfirmed: () => this.#awaitRows(),
      onRestoring: options.onRestored ?? (() => Promise.resolve()),
      onRestored: () => void this.#pusher.wake('back'),
    });
    this.#pusher = new Pusher({
      transport,
      timers,
      random,
      records: () => replica.records,
      update: (records) => this.#keeper.updateRecords(records),
      onContact,
      onMember,
      onFailure,
      onStoreFailure,
    });
    this.#puller = new Puller({
      operationId,
      transport,
      timers,
      random,
      pageSize: options.pageSize ?? 500,
      pollMs: options.pollMs ?? 60_000,
      cursor,
      keep: (page) => this.#keeper.keepPage(page),
      onContact: () => {
        this.#contact();
        onMember();
      },
      onServerTime: (serverMs) => this.#hearTime(serverMs),
      onFailure,
      onComplete: (run) => this.#completePull(run),
      onIdle: () => void this.#live.drain(),
      onStoreFailure,
    });
    this.#live = new Live({
      operationId,
      transport,
      cursor,
      isObserver: () => replica.author.role === 'observer',
      isPulling: () => this.#puller.isRunning,
      keep: (change) => this.#keeper.keepLive(change),
      onGap: () => this.#puller.request(gapSpreadMs),
      onJoined: () => this.#liveJoined(),
      onLost: () => this.#liveLost(),
      onContact,
      onStoreFailure,
    });
    this.#telling = new Telling((news) => this.#emit(news), timers);
    this.#unsubscribe = store.subscribe((change) => {
      const isLate = change.isElsewhere && this.#isRunning;
      const news = replica.apply(
        isLate ? { ...change, records: change.records.map(again) } : change,
      );
      if (this.#puller.isMoreComing && !news.outbox) this.#telling.soon(news);
      else this.#telling.now(news);
      // Recorded in another tab, which leaves the sending to this one.
      if (change.isElsewhere && change.records.some(isUnsent)) void this.#pusher.wake('tap');
      if (change.isElsewhere) void this.#showAll(kindsOf(change.records));
    });
  }

  get status(): SyncStatus {
    const { records } = this.replica;
    return {
      phase: this.#phase(),
      halt: this.#halt,
      storageFailure: this.#halt === 'storage' ? this.#storageFailure : null,
      lastContactAt: this.#lastContactAt && this.#lastContactAt + this.#serverAheadMs,
      serverAheadMs: this.#serverAheadMs,
      waiting: records.filter(isUnsent).length,
      problems: records.filter(isProblem).length,
      isReady: this.#isReady,
      damaged: this.#keeper.damaged,
      unread: this.#unread,
      ...(this.#isRunning ? {} : this.#shared),
    };
  }

  /** The syncing tab's word, for a tab that is not the one [S5]. */
  hear(shared: SharedStatus): void {
    if (this.#isRunning) return;
    this.#shared = shared;
    this.#emit(null);
  }

  /** Told of every change; null when only the status is another. */
  subscribe(listener: (change: ReplicaChange | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#isRunning = true;
    this.#halt = null;
    this.#isReady ||= this.#shared?.isReady ?? false;
    this.#shared = null;
    // What the tab that synced before this one had on its way [W4].
    this.replica.records = this.replica.records.map(again);
    this.#pusher.start();
    this.#puller.start();
    this.#listen();
    this.#emit(null);
  }

  /** Stops talking to the server; what is kept stays, and taps are still recorded. */
  stop(): void {
    this.#isRunning = false;
    this.#pusher.stop();
    this.#puller.stop();
    this.#live.leave();
    this.#cancelGrace();
    this.#emit(null);
  }

  /** Resolves when every record that was asked for so far is kept: the key may go then. */
  recorded(): Promise<unknown> {
    return this.#recorder.written;
  }

  /** Stops, and lets go of the store. */
  close(): void {
    this.stop();
    this.#unsubscribe();
    this.#telling.drop();
    this.#listeners.clear();
  }

  /** Resolves when the mutation is durable [K1]; it is on the screens by then, and on its way. */
  async mutate(mutation: Mutation): Promise<void> {
    await this.#recorder.record(mutation);
    void this.#drawn().then(() => this.#pusher.wake('tap'));
  }

  /**
   * Takes a conflict off the list, once its author has seen it [K4], or a discarding that was refused.
   * Both are in the log; anything else is discarded with a reason [K8], and not touched here.
   */
  async dismiss(key: string): Promise<void> {
    const record = this.replica.records.find((one) => one.key === key);
    if (record && isDismissible(record)) await this.#store.write({ remove: [key] });
  }

  /**
   * Puts a new mutation in the place of a record that was refused, is in conflict or waits [K7]:
   * the server answers an old id as it did before [W4], or never applies it any more [W13].
   * @returns false when the record is gone, confirmed or on its way by now: nothing has changed then
   * @throws StorageError, with nothing changed
   */
  async replace(key: string, mutation: Mutation): Promise<boolean> {
    const record = this.replica.records.find((one) => one.key === key);
    if (!record || !isReplaceable(record.state)) return false;
    await this.#recorder.record(inPlaceOf(record, mutation), key);
    if (!this.replica.records.some((one) => one.key === mutation.id)) return false;
    void this.#pusher.wake('tap');
    return true;
  }

  /**
   * Puts a `record.discard` in the place of a record: it is given up, and the log says why [K8].
   * A discarding itself is not discarded: it is dismissed.
   * @param reason not blank
   * @returns as `replace`
   */
  async discard(key: string, reason: string, id: string = newId()): Promise<boolean> {
    const record = this.replica.records.find((one) => one.key === key);
    if (!record || record.mutation.kind === 'record.discard') return false;
    const nowMs = this.#timers.now() + this.status.serverAheadMs;
    return this.replace(key, composeDiscard(record, reason, id, nowMs));
  }

  /** The network is back, or the page is in front again [B5]. */
  refresh(): void {
    // Space may have been made, or the database opened again.
    if (this.#halt === 'storage') this.start();
    if (!this.#isRunning) return;
    void this.#pusher.wake('back');
    this.#puller.request();
    this.#live.rejoin();
  }

  /** The phone says that it has no network. */
  networkLost(): void {
    this.#isReachable = false;
    this.#emit(null);
  }

  #phase(): Phase {
    if (!this.#isRunning) return 'stopped';
    if (this.#isReachable === false) return 'offline';
    if (this.#isReachable === null) return 'starting';
    return this.#live.isJoined ? 'live' : 'polling';
  }

  /** What another tab has recorded, where this one has to load first what shows it. */
  async #showAll(kinds: readonly MutationKind[]): Promise<void> {
    if (hasEffects(kinds)) return;
    await readyEffects(kinds);
    this.#emit(this.replica.layOver());
  }

  #emit(change: ReplicaChange | null): void {
    for (const listener of this.#listeners) listener(change);
  }

  #hearTime(serverMs: number): void {
    const aheadMs = serverMs - this.#timers.now();
    this.#serverAheadMs = Math.abs(aheadMs) >= clockToleranceMs ? aheadMs : 0;
  }

  #contact(): void {
    this.#lastContactAt = this.#timers.now();
    this.#isReachable = true;
    this.#emit(null);
  }

  #fail(error: TransportError): void {
    if (error.type === 'unauthorized') this.#stopFor('unauthorized');
    else if (error.type === 'account_ended') this.#stopFor('ended');
    else if (error.type === 'not_a_member') this.#revoke();
    else {
      this.#isReachable = false;
      this.#emit(null);
    }
  }

  #stopForStorage(cause: unknown): void {
    this.#storageFailure = storageError(cause).type;
    this.#stopFor('storage');
  }

  #stopFor(halt: Halt): void {
    this.#halt = halt;
    this.stop();
  }

  /** Who was put out of the operation keeps no copy of it; own records stay, for the day of return. */
  #revoke(): void {
    this.#stopFor('revoked');
    // At once: whoever is let in again before the rows are gone asks for all of them.
    this.replica.cursor = null;
    this.#store.write({ dropRows: true, cursor: null }).catch((cause: unknown) => {
      // Whoever clears the phone after this word of the server may be faster.
      if (storageError(cause).type !== 'lost') this.#stopForStorage(cause);
    });
  }

  /** Not before the first rows are whole: on a thin line they come first. */
  #listen(): void {
    if (this.#isRunning && this.#isReady) this.#live.join();
  }

  #liveJoined(): void {
    this.#contact();
    this.#puller.request();
  }

  /** Cut off, or the caller's rights have changed: the pull finds out which. */
  #liveLost(): void {
    this.#emit(null);
    if (this.#isRunning) this.#puller.request(gapSpreadMs);
  }

  async #completePull(run: number): Promise<void> {
    if (!this.#isReady) {
      this.#isReady = true;
      this.#emit(null);
    }
    await this.#keeper.completePull(run);
    this.#listen();
  }

  /** The rows of what was just confirmed: the live message brings them, else a pull. */
  #awaitRows(): void {
    if (!this.#isRunning) return;
    this.#cancelGrace();
    if (!this.#live.isJoined) {
      this.#puller.request();
      return;
    }
    this.#cancelGrace = this.#timers.after(confirmGraceMs, () => {
      if (this.replica.records.some(({ state }) => state === 'confirmed')) this.#puller.request();
    });
  }
}

const kindsOf = (records: readonly OutboxRecord[]): MutationKind[] =>
  records.map(({ mutation }) => mutation.kind);

/** What another tab had on its way is for this one to send, however late it hears of it [S5]. */
const again = (record: OutboxRecord): OutboxRecord =>
  record.state === 'sending' ? { ...record, state: 'waiting' } : record;
