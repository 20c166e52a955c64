import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { LocalStore } from '$lib/sync/store';
import { supabaseTransport } from '$lib/sync/supabase-transport';
import type { Transport } from '$lib/sync/transport';
import type { Membership, MembershipError } from './membership';
import { readMemberships } from './membership';
import { Remembered } from './remembered';
import { signInError, type SignInError } from './sign-in-error';
import { Stores } from './stores';
import type { Supabase } from './supabase';
import { browserSupabase } from './supabase';

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
  operationsError: MembershipError | null = $state.raw(null);
  /** The chosen operation no longer lets the caller in. */
  revoked = $state(false);
  readonly supabase: Supabase;
  readonly transport: Transport;
  readonly #remembered: Remembered;
  readonly #stores = new Stores();
  #operationId: string | null = $state(null);
  #countWaiting: () => number = $state.raw(() => 0);

  /** The chosen operation; the only one there is counts as chosen. */
  readonly membership: Membership | null = $derived(
    this.operations.find(({ operation }) => operation.id === this.#operationId) ??
      (this.operations.length === 1 ? (this.operations[0] ?? null) : null),
  );

  constructor(supabase: Supabase = browserSupabase(), storage: Storage = localStorage) {
    this.supabase = supabase;
    this.transport = supabaseTransport(supabase);
    this.#remembered = new Remembered(storage);
  }

  /** Null while there is none, or several and none chosen: then offer `operations`. */
  get operationId(): string | null {
    return this.membership?.operation.id ?? null;
  }

  /** Records of the open operation that the server has not taken: ask before signing out. */
  get waiting(): number {
    return this.#countWaiting();
  }

  /** Finds out who is signed in, and keeps listening; returns how to stop. */
  start(): () => void {
    void this.#restore();
    const { data } = this.supabase.auth.onAuthStateChange((event, session) => {
      if (session && event !== 'INITIAL_SESSION') this.#signedIn(session.user);
      if (event === 'SIGNED_OUT') this.#signedOut();
    });
    return () => data.subscription.unsubscribe();
  }

  async signIn(email: string, password: string): Promise<Result<SessionUser, SignInError>> {
    const { data, error } = await this.supabase.auth.signInWithPassword({ email, password });
    if (error) return err(signInError(error));
    return ok(this.#signedIn(data.user));
  }

  /**
   * Ends the session here (`local`) or on every device (`global`), and forgets what this device
   * keeps, records not yet sent included: ask first when `waiting` is not 0.
   * `global` needs the network; `local` never fails.
   */
  async signOut(scope: 'local' | 'global'): Promise<Result<null, { type: 'offline' }>> {
    if (scope === 'global') {
      const { error } = await this.supabase.auth.signOut({ scope: 'global' });
      if (error) return err({ type: 'offline' });
    } else await this.supabase.auth.signOut({ scope: 'local' });
    await this.#stores.destroyAll();
    this.#remembered.forget();
    this.#signedOut();
    return ok(null);
  }

  /** The server no longer takes this session: sign in again. Records that wait are kept. */
  async expire(): Promise<void> {
    await this.supabase.auth.signOut({ scope: 'local' });
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
    const read = await readMemberships(this.supabase, user.id);
    if (this.user?.id !== user.id) return;
    if (read.ok) {
      this.#remembered.keepMemberships(read.value);
      this.#know(read.value);
    } else if (!this.operationsLoaded) this.operationsError = read.error;
  }

  /** The store of one operation of the present user: the same as long as the user is signed in. */
  storeFor(operationId: string): LocalStore {
    return this.#stores.open(`${this.user?.id ?? ''} ${operationId}`);
  }

  /** The open operation tells how many of its records wait; returns how to take that back. */
  watchWaiting(count: () => number): () => void {
    this.#countWaiting = count;
    return () => {
      if (this.#countWaiting === count) this.#countWaiting = () => 0;
    };
  }

  async #restore(): Promise<void> {
    const { data, error } = await this.supabase.auth.getSession();
    if (data.session) this.#signedIn(data.session.user);
    // No answer is no sign-out: without network the device goes on as whom it knows.
    else if (error?.name === 'AuthRetryableFetchError' && this.#remembered.user)
      this.#signedIn(this.#remembered.user);
    else if (this.status === 'starting') this.#signedOut();
  }

  #signedIn({ id, email = '' }: { id: string; email?: string }): SessionUser {
    if (this.status === 'signed_in' && this.user?.id === id) return this.user;
    this.user = { id, email };
    this.status = 'signed_in';
    this.revoked = false;
    if (this.#remembered.user?.id !== id) this.#remembered.forget();
    this.#remembered.keepUser(this.user);
    this.#operationId = this.#remembered.operationId;
    const { memberships } = this.#remembered;
    if (memberships) this.#know(memberships);
    void this.refreshOperations();
    return this.user;
  }

  #signedOut(): void {
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
