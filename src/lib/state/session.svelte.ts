import type { Mutation } from '$lib/domain/mutations';
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { Operation } from '$lib/domain/rows';
import type { LetterBox } from '$lib/sync/letters/letter-box';
import type { Letter } from '$lib/sync/letters/letter';
import type { Rest } from '$lib/sync/rest';
import { systemTimers } from '$lib/sync/retry';
import type { LocalStore } from '$lib/sync/store';
import { joinTabs } from '$lib/sync/tabs';
import type { Transport, TransportError } from '$lib/sync/transport';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { SessionAccess } from './access';
import type { Connection } from './connection';
import { connect } from './connection';
import { LeaseBook } from './lease-book';
import type { Ending } from './lock-options';
import { LetterWriter } from './letter-writer';
import { Lock } from './lock.svelte';
import type { Membership, ReadMemberships } from './membership';
import { leaseTerms, lostOperations, readMemberships } from './membership';
import { Remembered } from './remembered';
import type { SignInError } from './sign-in-error';
import { signInError } from './sign-in-error';
import { StorageState } from './storage.svelte';
import type { FileKeeping, KeptOnPhone } from './stores';
import { Stores } from './stores';
import type { StoredSession } from './stored-session';
import { tidy } from './tidying';

export interface SessionUser {
  id: string;
  email: string;
}

/** Who is signed in on this device, and for which operation. */
export class Session {
  status: 'starting' | 'signed_out' | 'signed_in' = $state('starting');
  user: SessionUser | null = $state.raw(null);
  /** The active operations that the caller belongs to, with the caller's own place in each. */
  operations: readonly Membership[] = $state.raw([]);
  /** False while nobody knows yet which operations there are: an empty list says nothing then. */
  operationsLoaded = $state(false);
  /** Why the operations could not be read, while there are none to show. */
  operationsError: TransportError | null = $state.raw(null);
  /** The chosen operation no longer lets the caller in. */
  revoked = $state(false);
  /** Whether the rows may be on the screen; null while nobody is signed in. */
  lock: Lock | null = $state.raw(null);
  /** Why the rows of this phone are gone, after a wipe; the sign-in page says so. */
  ending: Ending | null = $state(null);
  readonly transport: Transport;
  readonly #stored: () => Promise<StoredSession | null>;
  readonly #forgetStored: () => void;
  readonly #endSession: (accessToken: string) => void;
  readonly #loadClient: () => Promise<SupabaseClient>;
  readonly #access: SessionAccess;
  /** Requests as the signed-in person, for what is not among the rows. */
  readonly rest: Rest;
  readonly #remembered: Remembered;
  readonly #stores: Stores;
  readonly #book: LeaseBook;
  /** Whether and how this device keeps what it is given, for the settings. */
  readonly storage: StorageState;
  #letterWriter: LetterWriter | null = null;
  #operationId: string | null = $state(null);
  #countWaiting: () => number = $state.raw(() => 0);
  #recorded: () => Promise<unknown> = () => Promise.resolve();

  /** The chosen operation; the only one there is counts as chosen. */
  readonly membership: Membership | null = $derived(
    this.operations.find(({ operation }) => operation.id === this.#operationId) ??
      (this.operations.length === 1 ? (this.operations[0] ?? null) : null),
  );

  constructor(connection: Connection = connect(), storage: Storage = localStorage) {
    this.transport = connection.transport;
    this.#stored = connection.stored;
    this.#forgetStored = connection.forgetStored;
    this.#endSession = connection.endSession;
    this.#loadClient = connection.client;
    this.#access = connection.access;
    this.rest = connection.rest;
    this.#remembered = new Remembered(storage);
    this.#stores = new Stores(storage);
    this.#book = new LeaseBook(storage);
    this.storage = new StorageState(this.#stores.isKept);
  }

  /** Null while there is none, or several and none chosen: then offer `operations`. */
  get operationId(): string | null {
    return this.membership?.operation.id ?? null;
  }

  /** Records of the open operation that the server has not taken: ask before signing out. */
  get waiting(): number {
    return this.#countWaiting();
  }

  /** The whole of supabase-js as the caller, loaded at the first call: for pages of admins. */
  client(): Promise<SupabaseClient> {
    return this.#loadClient();
  }

  /** Finds out who is signed in; returns how to stop. */
  start(): () => void {
    let isStopped = false;
    void this.#stored().then((stored) => {
      if (isStopped || this.status !== 'starting') return;
      if (!stored) this.#signedOut();
      else this.lock = this.#lockOf(this.#signedIn(stored.user));
      void this.#begin(stored?.user.id ?? null);
    });
    return () => {
      isStopped = true;
      this.lock?.stop();
    };
  }

  async signIn(email: string, password: string): Promise<Result<SessionUser, SignInError>> {
    let client: SupabaseClient;
    try {
      client = await this.#loadClient();
    } catch {
      return err({ type: 'offline' });
    }
    const { data, error } = await client.auth.signInWithPassword({ email, password });
    if (error) return err(signInError(error));
    void this.storage.ask();
    return ok(this.#signedIn({ id: data.user.id, email: data.user.email ?? '' }));
  }

  /**
   * Ends the session here (`local`) or on every device (`global`), and takes the rows off this
   * device. Records that the server has not taken stay for the next sign-in of the same account,
   * and of no other: say so first when `waiting` is not 0.
   * `global` needs the network and changes nothing without it; `local` does without.
   */
  async signOut(scope: 'local' | 'global'): Promise<Result<null, { type: 'offline' }>> {
    try {
      const { error } = await (await this.#loadClient()).auth.signOut({ scope });
      if (error && scope === 'global') return err({ type: 'offline' });
    } catch {
      // supabase-js could not be loaded.
      if (scope === 'global') return err({ type: 'offline' });
      this.#forgetStored();
    }
    if (this.user) await this.#stores.leave(this.user.id);
    this.#remembered.forget();
    this.lock?.end(null);
    this.#signedOut();
    return ok(null);
  }

  /**
   * Takes everything of the account off this phone, its key first, and signs out here [Q5]. What
   * was not sent stays as letters, which are delivered without the account.
   */
  async wipe(ending: Ending): Promise<void> {
    const { user } = this;
    if (!user || this.status !== 'signed_in') return;
    // What is on the screen goes at once; the sign-in page comes when everything is gone.
    const recorded = this.#recorded();
    this.status = 'starting';
    // No other tab writes rows while they are taken away here.
    this.lock?.warnTabs(ending);
    const stored = await this.#stored();
    try {
      // A record that was tapped right before has its letter first; a disk that hangs is not waited for.
      await Promise.race([
        recorded,
        new Promise((go) => systemTimers.after(2_500, () => go(null))),
      ]);
      await this.#stores.wipe(user.id);
    } finally {
      this.#forgetStored();
      if (stored?.user.id === user.id) this.#endSession(stored.accessToken);
      this.#remembered.forget();
      this.lock?.end(ending);
      this.ending = ending;
      this.#signedOut();
    }
  }

  /** The server has answered as it answers an active member [Q2]. */
  heard(membership: Membership): void {
    const { operation } = membership;
    void this.lock?.confirm(operation.id, leaseTerms(membership));
    // What fails is tried again at a later contact.
    this.#writer()
      ?.contact(operation)
      .catch(() => undefined);
  }

  /** The server was restored from a backup: what it was told beside records is told again [T1]. */
  async restored(): Promise<void> {
    await this.#writer()?.forgetServer();
  }

  /** The server no longer lets the caller into this operation: nothing of it stays readable [Q4]. */
  async lose(operationId: string): Promise<void> {
    const { user } = this;
    if (!user) return;
    if (this.operationId === operationId) this.revoked = true;
    this.operations = this.operations.filter(({ operation }) => operation.id !== operationId);
    this.#remembered.keepMemberships(this.operations);
    await this.#stores.leaveOperation(user.id, operationId);
  }

  /** Records and files that wait on this phone, whether it is locked or not. */
  countKept(): Promise<KeptOnPhone> {
    return this.#stores.countKept(this.user?.id ?? '');
  }

  /** The server no longer takes this session: sign in again. Records that wait are kept. */
  expire(): void {
    this.#signedOut();
  }

  choose(operationId: string): void {
    this.#operationId = operationId;
    this.revoked = false;
    this.#remembered.keepOperation(operationId);
  }

  /**
   * Asks the server which operations there are for this account: at the start, while the phone is
   * locked, after an admin has added the caller to one.
   * @returns whether it has answered
   */
  async refreshOperations(): Promise<boolean> {
    const { user } = this;
    if (!user) return false;
    const read = await readMemberships(this.rest, user.id);
    if (this.user?.id !== user.id) return false;
    if (read.ok) await this.#takeMemberships(user.id, read.value);
    else if (read.error.type === 'unauthorized') this.expire();
    else if (read.error.type === 'account_ended') await this.wipe('ended');
    else if (!this.operationsLoaded) this.operationsError = read.error;
    return read.ok;
  }

  /** The store of one operation of the present user: the same as long as the user is signed in. */
  storeFor(operationId: string): LocalStore {
    return this.#stores.open(this.user?.id ?? '', operationId);
  }

  /** Where files of an operation are kept for the present user [E1]; null where none can be. */
  filesFor(operationId: string, remember = false): FileKeeping | null {
    return this.user && this.#stores.files(this.user.id, operationId, remember);
  }

  /** Where numbers that the server has told are kept; null where they could not lie sealed. */
  heardFor(operationId: string): FileKeeping | null {
    return this.user && this.#stores.heard(this.user.id, operationId);
  }

  /** Whether files of an operation may wait on this device. */
  async hasFiles(operationId: string): Promise<boolean> {
    return this.user !== null && (await this.#stores.hasFiles(this.user.id, operationId));
  }

  /** The letters on this device, whoever is signed in [T2]. Null where nothing is kept. */
  get letterBox(): LetterBox | null {
    return this.#stores.letterBox;
  }

  /** The present user's letter of a record [T1]; null when none can be made. */
  seal(mutation: Mutation, letterKey: string | null): Promise<Letter | null> {
    return this.#writer()?.seal(mutation, letterKey) ?? Promise.resolve(null);
  }

  /** Makes ready what the first letter needs; what fails is tried again with the letter itself. */
  prepareLetters({ id, letter_key }: Pick<Operation, 'id' | 'letter_key'>): void {
    this.#writer()
      ?.prepare(id, letter_key)
      .catch(() => undefined);
  }

  /** The open operation tells how many of its records wait; returns how to take that back. */
  watchWaiting(count: () => number): () => void {
    this.#countWaiting = count;
    return () => {
      if (this.#countWaiting === count) this.#countWaiting = () => 0;
    };
  }

  /** The open operation tells when what it was asked to record is kept; returns how to take that back. */
  watchRecording(recorded: () => Promise<unknown>): () => void {
    this.#recorded = recorded;
    return () => {
      if (this.#recorded === recorded) this.#recorded = () => Promise.resolve();
    };
  }

  #writer(): LetterWriter | null {
    const { user } = this;
    const vault = user && this.#stores.vaultOf(user.id);
    if (!vault) return null;
    return (this.#letterWriter ??= new LetterWriter({
      userId: user.id,
      vault,
      rest: this.rest,
      fetch: (input, init) => fetch(input, init),
      now: () => Date.now(),
    }));
  }

  #signedIn(user: SessionUser): SessionUser {
    this.#access.userId = user.id;
    this.user = user;
    this.status = 'signed_in';
    this.revoked = false;
    if (this.#remembered.userId !== user.id) this.#remembered.forget();
    this.#remembered.keepUser(user.id);
    this.#operationId = this.#remembered.operationId;
    const { memberships } = this.#remembered;
    if (memberships) this.#know(memberships);
    void this.refreshOperations();
    return user;
  }

  async #begin(userId: string | null): Promise<void> {
    await this.lock?.start();
    // A phone whose storage fails is told of by its stores.
    await tidy(this.#stores, this.#book, Date.now(), userId).catch(() => undefined);
  }

  async #takeMemberships(userId: string, read: ReadMemberships): Promise<void> {
    const { memberships } = read;
    const terms = Object.fromEntries(
      memberships.map((membership) => [membership.operation.id, leaseTerms(membership)]),
    );
    const kept = await this.#stores.operationsOf(userId);
    for (const id of lostOperations(kept, read)) await this.lose(id);
    if (memberships.length > 0) await this.lock?.confirmAll(terms);
    // Wiped from afar, or signed out meanwhile.
    if (this.status !== 'signed_in') return;
    this.#remembered.keepMemberships(memberships);
    this.#know(memberships);
  }

  #lockOf(user: SessionUser): Lock {
    return new Lock({
      userId: user.id,
      vault: this.#stores.vaultOf(user.id),
      book: this.#book,
      clocks: { now: () => Date.now(), monotonic: () => performance.now() },
      timers: systemTimers,
      random: Math.random,
      joinTabs,
      release: async () => {
        // A record that was tapped right before is kept first.
        await this.#recorded();
        await this.#stores.release(user.id);
      },
      ask: () => this.refreshOperations(),
      wipe: (ending) => this.wipe(ending),
      gone: (ending) => {
        this.ending = ending;
        this.#stores.vaultOf(user.id)?.lock();
        void this.#stores.release(user.id);
        this.#signedOut();
      },
    });
  }

  #signedOut(): void {
    this.lock?.stop();
    this.lock = null;
    this.#letterWriter = null;
    this.#access.userId = null;
    this.status = 'signed_out';
    this.user = null;
    this.operations = [];
    this.operationsLoaded = false;
    this.operationsError = null;
    this.#operationId = null;
  }

  #know(operations: readonly Membership[]): void {
    this.operations = operations;
    this.operationsLoaded = true;
    this.operationsError = null;
  }
}
