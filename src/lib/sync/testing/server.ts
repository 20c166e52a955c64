import type { MutationResult, Reason } from '../../domain/mutation-answers.ts';
import type { Mutation } from '../../domain/mutations.ts';
import type { Rows, Synced, TableName, TaskEvent } from '../../domain/rows.ts';
import { tableNames } from '../../domain/rows.ts';
import { transition } from '../../domain/transitions.ts';
import type { Author, ReadRows } from '../layer.ts';
import { overlay, readyEffects } from '../overlay.ts';
import { indexKeys } from '../row-index.ts';
import { mutationKinds } from '../../domain/mutations.ts';

// The effects of the desks are loaded when a phone has something of theirs.
await readyEffects(mutationKinds);

interface WireChange {
  table: TableName;
  id: string;
  version: number;
  op: 'put' | 'delete';
  row: Synced | null;
}

export interface Broadcast {
  version: number;
  epoch: string;
  partial: boolean;
  changes: WireChange[];
}

/** A server in memory that keeps the rules of docs/sync-spec.md as far as a client can see them. */
export class MemoryServer implements ReadRows {
  version = 1;
  epoch = 'first';
  sight = 'coordinator';
  isMember = true;
  /** Ids whose next application fails unexpectedly [W8]. */
  readonly failOnce = new Set<string>();
  /** What each mutation was first answered. */
  readonly log = new Map<string, MutationResult>();
  /** Ids that their author has given up before they came [W13]. */
  readonly #withdrawn = new Set<string>();
  onBroadcast: (broadcast: Broadcast) => void = () => undefined;
  #rows = new Map<string, { table: TableName; row: Synced; isGone: boolean }>();

  constructor(rows: Partial<{ [T in TableName]: Rows[T][] }>) {
    for (const table of tableNames)
      for (const row of rows[table] ?? []) {
        this.#rows.set(row.id, { table, row, isGone: false });
        this.version = Math.max(this.version, row.version);
      }
  }

  get<T extends TableName>(table: T, id: string): Rows[T] | undefined {
    const entry = this.#rows.get(id);
    return entry?.table === table && !entry.isGone ? (entry.row as Rows[T]) : undefined;
  }

  by<T extends keyof typeof indexKeys>(table: T, key: string): Rows[T][] {
    const keyOf = indexKeys[table] as (row: Rows[T]) => string;
    return this.all(table).filter((row) => keyOf(row) === key);
  }

  all<T extends TableName>(table: T): Rows[T][] {
    return [...this.#rows.values()]
      .filter((entry) => entry.table === table && !entry.isGone)
      .map(({ row }) => row as Rows[T]);
  }

  /** apply_mutations, as the author. */
  apply(batch: readonly Mutation[], author: Author): MutationResult[] {
    return batch.map((mutation) => this.#applyOne(mutation, author));
  }

  /** Changes rows by another way, as one version [B6]. */
  change(rows: Partial<{ [T in TableName]: Rows[T][] }>, { partial = false } = {}): void {
    const changed = tableNames.flatMap((table) =>
      (rows[table] ?? []).map((row) => ({ table, row: row })),
    );
    this.#commit(changed, partial);
  }

  delete(table: TableName, id: string): void {
    const entry = this.#rows.get(id);
    if (!entry) return;
    this.version += 1;
    this.#rows.set(id, { table, row: { ...entry.row, version: this.version }, isGone: true });
    this.#announce([{ table, id, version: this.version, op: 'delete', row: null }], false);
  }

  /** What time it is at the server, ms since 1970. */
  now: () => number = Date.now;

  /** pull_changes. */
  pull(cursor: string | null, page: number): unknown {
    const [, epoch, sight, version] = /^1\.(.+)\.(.+)\.(\d+)$/.exec(cursor ?? '') ?? [];
    const isStale = epoch !== this.epoch || sight !== this.sight;
    const from = isStale ? 0 : Number(version);
    const news = [...this.#rows.values()]
      .filter(({ row, isGone }) => row.version > from && !(isGone && from === 0))
      .toSorted((a, b) => a.row.version - b.row.version);
    const last = news[page - 1]?.row.version ?? this.version;
    const sent = news.filter(({ row }) => row.version <= last);
    const more = sent.length < news.length;
    return structuredClone({
      cursor: `1.${this.epoch}.${this.sight}.${more ? last : this.version}`,
      more,
      reset: cursor !== null && isStale,
      server_at: new Date(this.now()).toISOString(),
      changes: sent.map(({ table, row, isGone }) => ({
        table,
        id: row.id,
        version: row.version,
        op: isGone ? 'delete' : 'put',
        row: isGone ? null : row,
      })),
    });
  }

  /** A backup; the returned function brings it back, as another epoch [R4]. */
  backUp(): () => void {
    const [rows, log, version] = [new Map(this.#rows), new Map(this.log), this.version];
    const withdrawn = [...this.#withdrawn];
    return () => {
      this.#rows = rows;
      this.log.clear();
      for (const [id, result] of log) this.log.set(id, result);
      this.#withdrawn.clear();
      for (const id of withdrawn) this.#withdrawn.add(id);
      this.version = version;
      this.epoch = 'restored';
    };
  }

  #applyOne(mutation: Mutation, author: Author): MutationResult {
    const first = this.log.get(mutation.id);
    if (first)
      return {
        ...first,
        outcome: 'duplicate',
        first_outcome: first.outcome as 'applied' | 'conflict' | 'rejected',
      };
    if (this.failOnce.delete(mutation.id)) return answer(mutation, 'rejected', 'server_error');
    const result = this.#decide(mutation, author);
    this.log.set(mutation.id, result);
    for (const id of givenUp(mutation)) if (!this.log.has(id)) this.#withdrawn.add(id);
    return result;
  }

  #decide(mutation: Mutation, author: Author): MutationResult {
    if (this.#withdrawn.has(mutation.id)) return answer(mutation, 'rejected', 'withdrawn');
    const isReplaced = (id: string) => this.log.get(id)?.outcome === 'applied';
    if (mutation.kind !== 'record.discard' && givenUp(mutation).some(isReplaced))
      return answer(mutation, 'rejected', 'already_applied');
    if (mutation.kind !== 'task.create' && mutation.kind.startsWith('task.')) {
      const task = this.get('tasks', mutation.entity_id);
      if (!task) return answer(mutation, 'rejected', 'not_found');
      if (mutation.kind === 'task.status') {
        const { from = task.status, status } = mutation.payload;
        if (task.status === status) return answer(mutation, 'applied', null);
        if (task.status !== from) return this.#conflict(mutation, author);
        if (!transition(from, status))
          return answer(mutation, 'rejected', 'transition_not_allowed');
      }
    }
    const rows = overlay(this, [mutation], author);
    const changed = tableNames.flatMap((table) =>
      [...rows[table].values()].map((row) => ({ table, row: row })),
    );
    this.#commit(changed, mutation.kind === 'task.comment');
    return answer(mutation, 'applied', null, this.version);
  }

  /** [C1] */
  #conflict(mutation: Mutation, author: Author): MutationResult {
    const task = this.get('tasks', mutation.entity_id);
    const event: TaskEvent = {
      id: mutation.id,
      operation_id: mutation.operation_id,
      version: 0,
      created_at: mutation.device_at,
      updated_at: mutation.device_at,
      deleted_at: null,
      task_id: mutation.entity_id,
      kind: 'status',
      outcome: 'conflict',
      reason: 'status_changed',
      actor_id: author.userId,
      actor_role: author.role,
      actor_team_id: author.teamId,
      payload: { ...mutation.payload },
      before: { status: task?.status },
      device_at: mutation.device_at,
      received_at: mutation.device_at,
      resolved_at: null,
    };
    const tasks = task ? [{ table: 'tasks' as const, row: { ...task, needs_review: true } }] : [];
    this.#commit([...tasks, { table: 'task_events', row: event }], false);
    return answer(mutation, 'conflict', 'status_changed', this.version);
  }

  #commit(rows: { table: TableName; row: Synced }[], partial: boolean): void {
    this.version += 1;
    const changes = rows.map(({ table, row }): WireChange => {
      const stamped = { ...row, version: this.version };
      this.#rows.set(row.id, { table, row: stamped, isGone: false });
      return { table, id: row.id, version: this.version, op: 'put', row: stamped };
    });
    this.#announce(changes, partial);
  }

  #announce(changes: WireChange[], partial: boolean): void {
    const { version, epoch } = this;
    this.onBroadcast({ version, epoch, partial, changes: partial ? [] : changes });
  }
}

const givenUp = ({ kind, payload, replaces = [] }: Mutation): string[] =>
  kind === 'record.discard' ? [...replaces, payload.record_id] : replaces;

const answer = (
  { id }: Mutation,
  outcome: MutationResult['outcome'],
  reason: Reason | null,
  version: number | null = null,
): MutationResult => ({ id, outcome, reason, version });
