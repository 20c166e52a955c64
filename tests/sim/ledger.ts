import type { Mutation, MutationKind } from '../../src/lib/domain/mutations.ts';

export interface LedgerEntry {
  mutation: Mutation;
  phone: number;
  /** The order in which it was made, over all phones. */
  made: number;
  /** In whose place in the outbox it is [K7], with the `seq` of that one; null for nobody's. */
  replaces: string | null;
  /** The order in which the phone's storage has it; null before it is known to be there. */
  seq: number | null;
  /** The person was told that it is kept: from then on it must never be lost. */
  isDurable: boolean;
  /** The person was told that it could not be kept. */
  isRefusedByDisk: boolean;
  /** The server's word has reached the phone, and it is one that is recorded. */
  isAcknowledged: boolean;
  /** By the last word of the server that has reached the phone. */
  isRefused: boolean;
  /** Refused without a record in the log [W2], or taken off the list by its author. */
  isUnrecorded: boolean;
  isTakenOff: boolean;
}

/** What every phone has ever recorded, known from outside: nothing in it comes from the app's memory. */
export class Ledger {
  readonly entries = new Map<string, LedgerEntry>();
  durable = 0;
  duplicates = 0;
  readonly #standing = new Map<MutationKind, number>();
  readonly #takenAway = new Map<MutationKind, Set<string>>();

  /** How many of a kind were made and not refused, as far as the phones know. */
  standing(kind: MutationKind): number {
    return this.#standing.get(kind) ?? 0;
  }

  /** The rows that somebody asked to take away, by the kind that did so; some are back since. */
  takenAway(kind: MutationKind): readonly string[] {
    return [...(this.#takenAway.get(kind) ?? [])];
  }

  note(phone: number, mutation: Mutation, replaces: string | null): LedgerEntry {
    const entry = {
      mutation,
      phone,
      made: this.entries.size,
      replaces,
      seq: null,
      isDurable: false,
      isRefusedByDisk: false,
      isAcknowledged: false,
      isRefused: false,
      isUnrecorded: false,
      isTakenOff: false,
    };
    this.entries.set(mutation.id, entry);
    this.#count(mutation.kind, 1);
    if ('set' in mutation.payload && 'deleted' in mutation.payload.set) {
      const rows = this.#takenAway.get(mutation.kind) ?? new Set();
      this.#takenAway.set(mutation.kind, rows.add(mutation.entity_id));
    }
    return entry;
  }

  get(id: string): LedgerEntry {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`Nobody has made the mutation ${id}.`);
    return entry;
  }

  /** It is in the outbox of its phone. */
  isKept(id: string, seq: number): void {
    const entry = this.get(id);
    if (entry.seq !== null && entry.seq !== seq)
      throw new Error(`The mutation ${id} has moved from ${entry.seq} to ${seq}.`);
    entry.seq = seq;
    if (entry.isDurable) return;
    entry.isDurable = true;
    this.durable += 1;
  }

  /** The server's answers, as they came over the wire. */
  answered(ids: readonly string[], answers: unknown): void {
    for (const answer of answers as { id: string; outcome: string; reason: string | null }[]) {
      if (!ids.includes(answer.id)) continue;
      const entry = this.get(answer.id);
      if (answer.outcome === 'duplicate') this.duplicates += 1;
      const isRefused = answer.outcome === 'rejected';
      if (isRefused !== entry.isRefused) this.#count(entry.mutation.kind, isRefused ? -1 : 1);
      entry.isRefused = isRefused;
      const isRecorded =
        answer.outcome !== 'rejected' ||
        !['malformed', 'unknown_kind', 'server_error', 'not_a_member'].includes(
          answer.reason ?? '',
        );
      if (isRecorded) entry.isAcknowledged = true;
      else if (answer.reason === 'malformed') entry.isUnrecorded = true;
    }
  }

  #count(kind: MutationKind, more: 1 | -1): void {
    this.#standing.set(kind, this.standing(kind) + more);
  }
}
