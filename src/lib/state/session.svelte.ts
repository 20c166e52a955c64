import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { LetterBox } from '$lib/sync/letters/letter-box';
import type { Rest } from '$lib/sync/rest';
import type { LocalStore } from '$lib/sync/store';
import type { Vault } from '$lib/sync/vault/vault';
import type { Transport, TransportError } from '$lib/sync/transport';
import type { AuthError, SupabaseClient } from '@supabase/supabase-js';
import type { SessionAccess } from './access';
import type { Connection } from './connection';
import { connect } from './connection';
import type { Membership } from './membership';
import { readMemberships } from './membership';
import { Remembered } from './remembered';
import { StorageState } from './storage.svelte';
import { Stores } from './stores';
import type { StoredSession } from './stored-session';

export interface SessionUser {
  id: string;
  email: string;
}

export type SignInError =
  | { type: 'wrong_credentials' }
  | { type: 'banned' }
  | { type: 'rate_limited' }
  | { type: 'offline' }
  | { type: 'unknown'; code: string };

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
  readonly transport: Transport;
  readonly #stored: () => Promise<StoredSession | null>;
  readonly #forgetStored: () => void;
  readonly #loadClient: () => Promise<SupabaseClient>;
  readonly #access: SessionAccess;
  readonly #rest: Rest;
  readonly #remembered: Remembered;
  readonly #stores: Stores;
  /** Whether and how this device keeps what it is given, for the settings. */
  readonly storage: StorageState;
  #operationId: string | null = $state(null);
  #countWaiting: () => number = $state.raw(() => 0);

  /** The chosen operation; the only one there is counts as chosen. */
  readonly membership: Membership | null = $derived(
    this.operations.find(({ operation }) => operation.id === this.#operationId) ??
      (this.operations.length === 1 ? (this.operations[0] ?? null) : null),
  );

  constructor(connection: Connection = connect(), storage: Storage = localStorage) {
    this.transport = connection.transport;
    this.#stored = connection.stored;
    this.#forgetStored = connection.forgetStored;
    this.#loadClient = connection.client;
    this.#access = connection.access;
    this.#rest = connection.rest;
    this.#remembered = new Remembered(storage);
    this.#stores = new Stores(storage);
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
      if (stored) this.#signedIn(stored.user);
      else this.#signedOut();
    });
    return () => {
      isStopped = true;
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
    this.#signedOut();
    return ok(null);
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

  /** Reads again which operations there are: after an admin has added the caller to one. */
  async refreshOperations(): Promise<void> {
    const { user } = this;
    if (!user) return;
    const read = await readMemberships(this.#rest, user.id);
    if (this.user?.id !== user.id) return;
    if (read.ok) {
      this.#remembered.keepMemberships(read.value);
      this.#know(read.value);
    } else if (read.error.type === 'unauthorized') this.expire();
    else if (!this.operationsLoaded) this.operationsError = read.error;
  }

  /** The store of one operation of the present user: the same as long as the user is signed in. */
  storeFor(operationId: string): LocalStore {
    return this.#stores.open(this.user?.id ?? '', operationId);
  }

  /** The letters on this device, whoever is signed in [T2]. Null where nothing is kept. */
  get letterBox(): LetterBox | null {
    return this.#stores.letterBox;
  }

  /** The present user's vault: for the PIN. Null while nobody is signed in or nothing is kept. */
  get vault(): Vault | null {
    return this.user && this.#stores.vaultOf(this.user.id);
  }

  /** The open operation tells how many of its records wait; returns how to take that back. */
  watchWaiting(count: () => number): () => void {
    this.#countWaiting = count;
    return () => {
      if (this.#countWaiting === count) this.#countWaiting = () => 0;
    };
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

  #signedOut(): void {
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

const signInError = ({ name, status, code = '' }: AuthError): SignInError => {
  if (code === 'user_banned') return { type: 'banned' };
  if (code === 'invalid_credentials') return { type: 'wrong_credentials' };
  if (status === 429) return { type: 'rate_limited' };
  if (name === 'AuthRetryableFetchError') return { type: 'offline' };
  return { type: 'unknown', code };
};
