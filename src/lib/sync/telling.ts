import type { TableName } from '../domain/rows.ts';
import type { ReplicaChange } from './replica.ts';
import type { Timers } from './retry.ts';

const betweenMs = 1_000;

/** Tells the screens what has changed: at once, or together with what follows within a second. */
export class Telling {
  readonly #tell: (change: ReplicaChange) => void;
  readonly #timers: Timers;
  #waiting = new Set<TableName>();
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(tell: (change: ReplicaChange) => void, timers: Timers) {
    this.#tell = tell;
    this.#timers = timers;
  }

  now(change: ReplicaChange): void {
    this.drop();
    const tables = new Set([...this.#waiting, ...change.tables]);
    this.#waiting = new Set();
    this.#toldAt = this.#timers.now();
    this.#tell({ ...change, tables });
  }

  /** For what is one piece of many: drawing each of them would take longer than reading it. */
  soon(change: ReplicaChange): void {
    const inMs = this.#toldAt + betweenMs - this.#timers.now();
    if (inMs <= 0) {
      this.now(change);
      return;
    }
    for (const table of change.tables) this.#waiting.add(table);
    this.#cancel ??= this.#timers.after(inMs, () => this.now({ tables: new Set(), outbox: false }));
  }

  /** Nobody listens any more. */
  drop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
