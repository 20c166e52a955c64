/**
 * What a phone knows of its leases, one an account [Q2]. It lies in clear: it has to be read while
 * the rows cannot be. It says nothing of anybody but the account's id and those of its operations.
 */
import type { Contact, LockRules } from '$lib/domain/lease';
import { confirmed, strictest } from '$lib/domain/lease';
import * as v from 'valibot';

const ms = v.number();
const schema = v.object({
  contact: v.object({ confirmedAtMs: ms, clockMs: ms, countedMs: ms, openedMs: ms }),
  operations: v.record(
    v.string(),
    v.object({
      rules: v.object({
        lockAfterHours: v.number(),
        leaseHours: v.number(),
        idleMinutes: v.number(),
        isPinRequired: v.boolean(),
      }),
      wipeCount: v.number(),
    }),
  ),
  isPinDeclined: v.optional(v.boolean(), false),
});

/** What one operation asks of the phone, and the remote wipes that it had ordered when it was last heard. */
export interface LeaseTerms {
  readonly rules: LockRules;
  readonly wipeCount: number;
}

export interface Lease {
  readonly contact: Contact;
  /** By the operation's id. */
  readonly operations: Readonly<Record<string, LeaseTerms>>;
  /** The person was offered a PIN and said "later". */
  readonly isPinDeclined: boolean;
}

export const newLease = (nowMs: number): Lease => ({
  contact: confirmed(nowMs),
  operations: {},
  isPinDeclined: false,
});

export const rulesOf = (operations: Lease['operations']): LockRules =>
  strictest(Object.values(operations).map(({ rules }) => rules));

const prefix = 'daylight.lease.';

export class LeaseBook {
  readonly #storage: Storage;
  /** What could not be written, where localStorage is forbidden or full: it holds for this page. */
  readonly #unwritten = new Map<string, Lease>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Null where nothing is known, or nothing that can be read. */
  read(userId: string): Lease | null {
    const unwritten = this.#unwritten.get(userId);
    if (unwritten) return unwritten;
    try {
      const stored: unknown = JSON.parse(this.#storage.getItem(prefix + userId) ?? 'null');
      const parsed = v.safeParse(schema, stored);
      return parsed.success ? parsed.output : null;
    } catch {
      return null;
    }
  }

  keep(userId: string, lease: Lease): void {
    try {
      this.#storage.setItem(prefix + userId, JSON.stringify(lease));
      this.#unwritten.delete(userId);
    } catch {
      this.#unwritten.set(userId, lease);
    }
  }

  /** The accounts of which something is known. */
  accounts(): string[] {
    return Array.from({ length: this.#storage.length }, (_, place) => this.#storage.key(place))
      .filter((key) => key?.startsWith(prefix))
      .flatMap((key) => key?.slice(prefix.length) ?? []);
  }

  forget(userId: string): void {
    this.#unwritten.delete(userId);
    this.#storage.removeItem(prefix + userId);
  }
}
