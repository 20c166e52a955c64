/** Counts one account's hours without contact, in all the tabs of this browser together [Q3]. */
import { confirmed, observed, opened } from '$lib/domain/lease';
import type { Lease, LeaseBook } from './lease-book';
import { newLease } from './lease-book';

export interface Clocks {
  /** ms since 1970 by the phone's clock, which anybody can set. */
  now: () => number;
  /** ms by a clock that nobody can set; it may stand still while the phone sleeps. */
  monotonic: () => number;
}

export class LeaseCount {
  readonly #book: LeaseBook;
  readonly #userId: string;
  readonly #clocks: Clocks;
  #looked: { clockMs: number; monotonicMs: number } | null = null;

  constructor(book: LeaseBook, userId: string, clocks: Clocks) {
    this.#book = book;
    this.#userId = userId;
    this.#clocks = clocks;
  }

  /** What is known, by any tab. Rows of a version that kept no lease count from now on. */
  known(): Lease {
    return this.#book.read(this.#userId) ?? newLease(this.#clocks.now());
  }

  /** Looks at the clocks. */
  look(): Lease {
    const [clockMs, monotonicMs] = [this.#clocks.now(), this.#clocks.monotonic()];
    const known = this.known();
    // What another tab has counted since is in the book: its time is not counted twice.
    const openMs =
      this.#looked?.clockMs === known.contact.clockMs ? monotonicMs - this.#looked.monotonicMs : 0;
    this.#looked = { clockMs, monotonicMs };
    return this.#keep({ ...known, contact: observed(known.contact, clockMs, openMs) });
  }

  /** The server has answered the active member of these operations. */
  confirm(operations: Lease['operations']): Lease {
    const clockMs = this.#clocks.now();
    this.#looked = { clockMs, monotonicMs: this.#clocks.monotonic() };
    return this.#keep({ ...this.known(), contact: confirmed(clockMs), operations });
  }

  /** The PIN was given. */
  open(): Lease {
    const lease = this.look();
    return this.#keep({ ...lease, contact: opened(lease.contact) });
  }

  declinePin(): Lease {
    return this.#keep({ ...this.known(), isPinDeclined: true });
  }

  forget(): void {
    this.#book.forget(this.#userId);
  }

  #keep(lease: Lease): Lease {
    this.#book.keep(this.#userId, lease);
    return lease;
  }
}
