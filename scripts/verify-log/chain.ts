import { hash } from 'node:crypto';
import * as v from 'valibot';

/** The first line of an exported log (docs/sync-spec.md, L3). */
const Header = v.strictObject({
  daylight_log: v.literal(1),
  operation_id: v.string(),
  exported_at: v.string(),
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  head_hash: v.string(),
});
export type Header = v.InferOutput<typeof Header>;

const text = v.nullable(v.string());
/** Strict: a field that is not hashed would be a place to hide a change. */
const Entry = v.strictObject({
  prev_hash: v.string(),
  id: v.string(),
  operation_id: v.string(),
  seq: v.pipe(v.number(), v.safeInteger()),
  actor: text,
  kind: v.string(),
  entity: text,
  entity_id: text,
  version: v.nullable(v.pipe(v.number(), v.safeInteger())),
  outcome: v.string(),
  reason: text,
  device_at: text,
  received_at: v.string(),
  payload: v.string(),
  hash: v.string(),
});
type Entry = v.InferOutput<typeof Entry>;

/** What is wrong with a log, and at which entry (1 is the first after the header). */
export type Fault =
  | { type: 'no_log' }
  | { type: 'unreadable_entry'; entry: number }
  | { type: 'changed'; entry: number; seq: number; id: string }
  | { type: 'other_operation'; entry: number; id: string }
  | { type: 'missing_before'; entry: number; seq: number; id: string }
  | { type: 'added_or_moved'; entry: number; seq: number; id: string }
  | { type: 'does_not_follow'; entry: number; seq: number; id: string }
  | { type: 'cut_off'; after: number; count: number }
  | { type: 'too_many'; entry: number; count: number }
  | { type: 'wrong_head' };

const noHash = '0'.repeat(64);

/** The hash of an entry by rule L1. */
const hashOf = (entry: Entry): string =>
  hash(
    'sha256',
    [
      entry.prev_hash,
      entry.id,
      entry.operation_id,
      entry.seq,
      entry.actor,
      entry.kind,
      entry.entity,
      entry.entity_id,
      entry.version,
      entry.outcome,
      entry.reason,
      entry.device_at,
      entry.received_at,
      entry.payload,
    ].join('\n'),
  );

/** Reads a log line by line and stops at the first thing that is wrong. */
export class Chain {
  #header: Header | undefined;
  #entries = 0;
  #head = noHash;

  /** How many entries were found whole. */
  get entries(): number {
    return this.#entries;
  }

  get header(): Header | undefined {
    return this.#header;
  }

  /** Takes the next line, without its line feed; undefined stands for bytes that are no text. */
  line(line: string | undefined): Fault | undefined {
    const value = line === undefined ? undefined : parse(line);
    if (!this.#header) {
      const header = v.safeParse(Header, value);
      if (!header.success) return { type: 'no_log' };
      this.#header = header.output;
      return undefined;
    }
    const entry = v.safeParse(Entry, value);
    const number = this.#entries + 1;
    if (!entry.success) return { type: 'unreadable_entry', entry: number };
    const fault = this.#check(entry.output, number, this.#header);
    if (fault) return fault;
    this.#entries = number;
    this.#head = entry.output.hash;
    return undefined;
  }

  /** What is wrong with the log as a whole, once every line was taken. */
  end(): Fault | undefined {
    if (!this.#header) return { type: 'no_log' };
    if (this.#entries < this.#header.count) {
      return { type: 'cut_off', after: this.#entries, count: this.#header.count };
    }
    return this.#head === this.#header.head_hash ? undefined : { type: 'wrong_head' };
  }

  #check(found: Entry, entry: number, header: Header): Fault | undefined {
    const { seq, id } = found;
    if (hashOf(found) !== found.hash) return { type: 'changed', entry, seq, id };
    if (found.operation_id !== header.operation_id) return { type: 'other_operation', entry, id };
    if (seq > entry) return { type: 'missing_before', entry, seq, id };
    if (seq < entry) return { type: 'added_or_moved', entry, seq, id };
    if (found.prev_hash !== this.#head) return { type: 'does_not_follow', entry, seq, id };
    if (entry > header.count) return { type: 'too_many', entry, count: header.count };
    return undefined;
  }
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
};
