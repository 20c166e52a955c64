import type { Mutation, MutationKind, Payloads } from '$lib/domain/mutations';
import { overdueTeams } from '$lib/domain/overdue';
import type { Actor } from '$lib/domain/permissions';
import type { Member, Operation, Team } from '$lib/domain/rows';
import { composeAgain, composeCorrection, composeMutation } from '$lib/sync/compose';
import { SyncEngine } from '$lib/sync/engine';
import { newId } from '$lib/sync/ids';
import type { OutboxRecord, PendingState } from '$lib/sync/outbox';
import { isPending, isProblem, pendingStates } from '$lib/sync/outbox';
import type { ReplicaChange } from '$lib/sync/replica';
import { everything } from '$lib/sync/replica';
import { storageError } from '$lib/sync/storage-error';
import type { SyncStatus } from '$lib/sync/sync-status';
import { syncInTurn } from '$lib/sync/tab-sync';
import { joinTabs } from '$lib/sync/tabs';
import { Arrivals } from './arrivals';
import { watchBrowser } from './browser-hints';
import type { Clock } from './clock.svelte';
import type { ConfirmedRecord } from './confirmed-lately';
import { confirmedLately } from './confirmed-lately';
import { afterFrame } from './frames';
import type { Membership } from './membership';
import { OperationRows } from './operation-rows.svelte';
import type { Session } from './session.svelte';

/** What an open operation needs of the session. */
export type OperationSession = Pick<
  Session,
  | 'operations'
  | 'transport'
  | 'storeFor'
  | 'watchWaiting'
  | 'watchRecording'
  | 'expire'
  | 'heard'
  | 'restored'
  | 'lose'
  | 'wipe'
  | 'seal'
  | 'prepareLetters'
>;

export interface OperationOptions {
  session: OperationSession;
  clock: Clock;
  /** One of `session.operations`. */
  operationId: string;
  /** Null where the browser has none: each tab syncs by itself then. */
  locks?: Pick<LockManager, 'request'> | null;
  /** Resolves when the screen shows what is in the document. */
  drawn?: () => Promise<void>;
}

const notStarted: SyncStatus = {
  phase: 'starting',
  halt: null,
  storageFailure: null,
  lastContactAt: null,
  serverAheadMs: 0,
  waiting: 0,
  problems: 0,
  isReady: false,
  damaged: [],
  unread: [],
};

/** Web Locks, which browsers keep from pages over plain http. */
const browserLocks = (): LockManager | null => (navigator as { locks?: LockManager }).locks ?? null;

/** The chosen operation as screens read it: server rows with this phone's pending changes over them. */
export class OperationState extends OperationRows {
  readonly id: string;
  /** How far the phone is in step with the server, for the badge. */
  sync: SyncStatus = $state.raw(notStarted);
  /** The halt that the session knows of. */
  #halted: SyncStatus['halt'] = null;
  /** Everything in the outbox, oldest first. */
  records: readonly OutboxRecord[] = $state.raw([]);
  /** What the server has confirmed since this page was opened, the newest first; the last 50. */
  confirmed: readonly ConfirmedRecord[] = $state.raw([]);
  readonly #session: OperationSession;
  readonly #clock: Clock;
  /** The operation and the own place in it as known before the rows are here. */
  readonly #membership: Membership;
  readonly #arrivals = new Arrivals();
  readonly #opened: Promise<SyncEngine>;
  readonly #drawn: () => Promise<void>;
  readonly #locks: Pick<LockManager, 'request'> | null;

  readonly operation: Operation = $derived.by(
    () => this.get('operations', this.id) ?? this.#membership.operation,
  );
  readonly members = $derived.by(() => this.all('members'));
  readonly me: Member = $derived.by(() => {
    const { member } = this.#membership;
    return this.members.find(({ user_id }) => user_id === member.user_id) ?? member;
  });
  /** The own team; undefined for who has none. */
  readonly myTeam: Team | undefined = $derived.by(() => this.team(this.me.team_id));
  readonly actor: Actor = $derived({ role: this.me.role, teamId: this.me.team_id });
  /** Teams that should have been heard of by now, the longest silent first. */
  readonly overdue: Team[] = $derived.by(() =>
    overdueTeams(this.teams, this.#clock.now, this.operation.settings.checkin_grace_minutes),
  );
  /** What this phone has recorded and the server's rows do not show yet, oldest first. */
  readonly pending: readonly OutboxRecord[] = $derived(this.records.filter(isPending));
  /** Refused records and conflicts, with `reason` and `field`: they wait for their author. */
  readonly problems: readonly OutboxRecord[] = $derived(this.records.filter(isProblem));
  readonly #pendingStates = $derived(pendingStates(this.records));
  /** The server no longer lets the caller in. */
  readonly revoked = $derived(this.sync.halt === 'revoked');

  constructor(options: OperationOptions) {
    super();
    const { session, clock, operationId } = options;
    const { locks = browserLocks(), drawn = afterFrame } = options;
    const membership = session.operations.find(({ operation }) => operation.id === operationId);
    if (!membership) throw new Error('The operation is not one of the session.');
    const { member } = membership;
    this.id = operationId;
    this.#session = session;
    this.#clock = clock;
    this.#membership = membership;
    this.#locks = locks;
    this.#drawn = drawn;
    this.#opened = SyncEngine.open({
      operationId,
      store: session.storeFor(operationId),
      transport: session.transport,
      author: { userId: member.user_id, role: member.role, teamId: member.team_id },
      seal: (mutation) => session.seal(mutation, this.operation.letter_key),
      onMember: () => session.heard({ operation: this.operation, member: this.me }),
      onRestored: () => session.restored(),
      drawn,
    });
    // A phone whose storage cannot be read says so; `mutate` rejects with the same error.
    this.#opened.catch((cause: unknown) => {
      const storageFailure = storageError(cause).type;
      this.sync = { ...notStarted, phase: 'stopped', halt: 'storage', storageFailure };
    });
  }

  /** Opens the store and begins to sync; returns how to stop. */
  start(): () => void {
    let isStopped = false;
    let stop = () => {
      isStopped = true;
    };
    const begin = (engine: SyncEngine) => {
      if (isStopped) return;
      const unsubscribe = engine.subscribe((change) => this.#take(engine, change));
      this.replica = engine.replica;
      this.#take(engine, everything);
      const unwatchWaiting = this.#session.watchWaiting(() => this.sync.waiting);
      const unwatchRecording = this.#session.watchRecording(() => engine.recorded());
      const name = `${this.#membership.member.user_id}-${this.id}`;
      const turn = syncInTurn({ engine, name, locks: this.#locks, joinTabs });
      const unwatch = watchBrowser(
        () => turn.refresh(),
        () => engine.networkLost(),
      );
      stop = () => {
        unwatch();
        turn.stop();
        unwatchWaiting();
        unwatchRecording();
        unsubscribe();
        engine.close();
      };
    };
    this.#opened.then(begin, () => undefined);
    return () => stop();
  }

  /** How far what this phone has to say of a row, or as an entry of a history, is on its way. */
  pendingState(id: string): PendingState | undefined {
    return this.#pendingStates.get(id);
  }

  /**
   * Records what a person asks for. Fills in what the author saw (`from`, `from_team_id`, `base`)
   * and the own team where the payload leaves them out.
   * @param entityId for creates, a new id from `newId()`; for `area.search` the area
   * @returns the mutation's id, when it is durable on this phone and on the screen
   * @throws StorageError when the phone cannot keep it: nothing has been recorded then
   */
  async mutate<K extends MutationKind>(
    kind: K,
    entityId: string,
    payload: Payloads[K],
  ): Promise<string> {
    const engine = await this.#opened;
    const asked = {
      id: newId(),
      operationId: this.id,
      kind,
      entityId,
      // A proxy of $state cannot be stored.
      payload: $state.snapshot<unknown>(payload) as Payloads[K],
      nowMs: this.#clock.read(),
    };
    await engine.mutate(composeMutation(asked, engine.replica, engine.replica.author));
    void this.#drawn().then(() => this.#session.prepareLetters(this.operation));
    return asked.id;
  }

  /** Takes a conflict off the list, once its author has read it: it is in the log. */
  async dismiss(id: string): Promise<void> {
    await (await this.#opened).dismiss(id);
  }

  /** Asks again for what was refused or in conflict, from what stands on the screen now. */
  retry(id: string): Promise<boolean> {
    return this.#replace(id, (record, { replica }) =>
      composeAgain(record, newId(), this.#clock.read(), replica, replica.author),
    );
  }

  /**
   * Puts what a person has corrected in the place of a record [K7].
   * @returns false, with nothing changed, when it is on its way or gone by now
   * @throws StorageError, with nothing changed
   */
  correct(id: string, payload: Mutation['payload']): Promise<boolean> {
    return this.#replace(id, (record, { replica }) =>
      composeCorrection(record, payload, newId(), this.#clock.read(), replica, replica.author),
    );
  }

  /**
   * Gives a record up, for a reason that stands in the log [K8].
   * @returns false, with nothing changed, when it is on its way or gone by now
   * @throws StorageError, with nothing changed
   */
  async discard(id: string, reason: string): Promise<boolean> {
    return (await this.#opened).discard(id, reason);
  }

  /** Tries again at once: whatever waits is sent, and what is new is fetched. */
  async sendNow(): Promise<void> {
    (await this.#opened).refresh();
  }

  async #replace(
    id: string,
    compose: (record: OutboxRecord, engine: SyncEngine) => Mutation,
  ): Promise<boolean> {
    const engine = await this.#opened;
    const record = engine.replica.records.find(({ key }) => key === id);
    return record ? engine.replace(id, compose(record, engine)) : false;
  }

  #take(engine: SyncEngine, change: ReplicaChange | null): void {
    this.sync = engine.status;
    this.#clock.setAhead(this.sync.serverAheadMs);
    if (change?.outbox) {
      const { records } = engine.replica;
      this.confirmed = confirmedLately(this.confirmed, this.records, records, this.#clock.now);
      this.records = records;
    }
    for (const table of this.#arrivals.take(change, this.sync.isReady)) this.changed(table);
    if (this.sync.halt === this.#halted) return;
    this.#halted = this.sync.halt;
    if (this.sync.halt === 'revoked') void this.#session.lose(this.id);
    if (this.sync.halt === 'ended') void this.#session.wipe('ended');
    if (this.sync.halt === 'unauthorized') this.#session.expire();
  }
}
