/** Keeps what the server says: rows, the cursor, and what becomes of records by it [K4], [R4], [B4]. */
import { advanceCursor, readCursor } from './cursor.ts';
import type { OutboxRecord } from './outbox.ts';
import type { Change, DamagedRow, LiveChange, PullAnswer } from './protocol.ts';
import type { Replica } from './replica.ts';
import type { LocalStore, StoreWrite } from './store.ts';

export interface KeeperOptions {
  store: LocalStore;
  replica: Replica;
  /** The number of the next pull to begin. */
  nextRun: () => number;
  /** Rows and cursor are kept. */
  onRows: () => void;
  /** Records were confirmed whose rows are still to come. */
  onConfirmed: () => void;
  /** The server is another one than before; nothing of the new one is kept until this has settled. */
  onRestoring: () => Promise<unknown>;
  /** The server is another one than before: what it had confirmed is to be sent once more. */
  onRestored: () => void;
}

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #damaged = new Map<string, DamagedRow>();
  /** Records that changed no row, with the pull that must have passed before they may go [K4]. */
  readonly #goneAfterRun = new Map<string, number>();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get damaged(): DamagedRow[] {
    return [...this.#damaged.values()];
  }

  async keepPage(page: PullAnswer): Promise<void> {
    const { replica, onRestoring, onRestored } = this.#options;
    const before = readCursor(replica.cursor);
    const after = readCursor(page.cursor);
    // After a restore the server may have forgotten what it confirmed: it is asked once more.
    const isRestored = before !== null && after !== null && before.epoch !== after.epoch;
    // First: the new epoch on the disk would be the last that an app closed in between hears of it.
    if (isRestored) await onRestoring().catch(() => undefined);
    const confirmed = replica.records.filter(({ state }) => state === 'confirmed');
    await this.#writeRows(
      {
        // What comes from the beginning takes the place of whatever is left.
        dropRows: page.reset || replica.cursor === null,
        changes: page.changes,
        ...(isRestored
          ? { update: confirmed.map((record) => ({ ...record, state: 'waiting' as const })) }
          : {}),
      },
      page,
      isRestored,
    );
    if (isRestored) onRestored();
  }

  async keepLive(change: LiveChange): Promise<void> {
    const cursor = advanceCursor(this.#options.replica.cursor ?? '', change.version);
    await this.#writeRows({ changes: change.changes }, { ...change, cursor }, false);
  }

  /** A pull has reached the end. @param run its number */
  async completePull(run: number): Promise<void> {
    const { store, replica } = this.#options;
    const remove = replica.records
      .filter(({ state, version }) => state === 'confirmed' && version === null)
      .filter(({ key }) => (this.#goneAfterRun.get(key) ?? 0) <= run)
      .map(({ key }) => key);
    if (remove.length > 0) await store.write({ remove });
    for (const key of remove) this.#goneAfterRun.delete(key);
  }

  /** Records in their new form; those that are confirmed and whose rows are here are finished with. */
  async updateRecords(records: readonly OutboxRecord[]): Promise<void> {
    const { store, replica, nextRun, onConfirmed } = this.#options;
    const version = readCursor(replica.cursor)?.version ?? 0;
    const isDone = (record: OutboxRecord) => isCovered(record, version);
    const update = records.filter((record) => !isDone(record));
    for (const { key, state, version: own } of update)
      if (state === 'confirmed' && own === null) this.#goneAfterRun.set(key, nextRun());
    await store.write({ update, remove: records.filter(isDone).map(({ key }) => key) });
    if (update.some(({ state }) => state === 'confirmed')) onConfirmed();
  }

  /** Rows, cursor and the records that they make superfluous, in one write: nothing flickers [K4]. */
  async #writeRows(
    write: StoreWrite,
    { cursor, damaged }: { cursor: string; damaged: readonly DamagedRow[] },
    isRestored: boolean,
  ): Promise<void> {
    for (const row of damaged) this.#damaged.set(`${row.table} ${row.id}`, row);
    for (const { table, id } of write.changes ?? []) this.#damaged.delete(`${table} ${id}`);
    const version = readCursor(cursor)?.version ?? 0;
    const remove = isRestored ? [] : this.#superfluous(version, write.changes ?? []);
    await this.#options.store.write({ ...write, cursor, remove });
    this.#options.onRows();
  }

  /** Records whose row is here, and conflicts that somebody has decided. */
  #superfluous(version: number, changes: readonly Change[]): string[] {
    const decided = new Set(
      changes.flatMap(({ table, id, row }) =>
        table === 'task_events' && row?.resolved_at != null ? [id] : [],
      ),
    );
    return this.#options.replica.records
      .filter((record) => isCovered(record, version) || isDecided(record, decided))
      .map(({ key }) => key);
  }
}

/** The row that the server made of it is here. */
const isCovered = ({ state, version }: OutboxRecord, cursorVersion: number): boolean =>
  state === 'confirmed' && version !== null && version <= cursorVersion;

const isDecided = ({ state, key }: OutboxRecord, decided: ReadonlySet<string>): boolean =>
  state === 'conflict' && decided.has(key);
