import { Broadcast } from './broadcast.ts';
import type { Clock } from './clock.ts';
import { encode } from './serializer.ts';

type Meta = Record<string, unknown> & { phx_ref: string };
type Group = Record<string, { metas: Meta[] }>;

/** How long joins and leaves gather before they are told, so that a crowd costs few messages. */
const gatherMs = 20;
let lastRef = 0;

/**
 * Who is present on a topic, as Phoenix has it: under each key one meta for each tracker, told
 * apart by phx_ref. A changed payload is a new meta that names the one before in phx_ref_prev.
 */
export class PresenceTopic {
  readonly #topic: string;
  readonly #clock: Clock;
  readonly #tell: (diff: Broadcast) => void;
  readonly #tracked = new Map<object, { key: string; meta: Meta }>();
  #joins: { key: string; meta: Meta }[] = [];
  #leaves: { key: string; meta: Meta }[] = [];
  #cancel: (() => void) | null = null;

  constructor(topic: string, clock: Clock, tell: (diff: Broadcast) => void) {
    this.#topic = topic;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Tracks `tracker` under `key`, or replaces what it tracked before. */
  track(tracker: object, key: string, payload: Record<string, unknown>): void {
    const before = this.#tracked.get(tracker);
    lastRef += 1;
    const meta: Meta = { ...payload, phx_ref: `D${lastRef.toString(36)}` };
    if (before) {
      meta['phx_ref_prev'] = before.meta.phx_ref;
      this.#noteLeave(before);
    }
    this.#tracked.set(tracker, { key, meta });
    this.#joins.push({ key, meta });
    this.#schedule();
  }

  untrack(tracker: object): void {
    const before = this.#tracked.get(tracker);
    if (!before) return;
    this.#tracked.delete(tracker);
    this.#noteLeave(before);
    this.#schedule();
  }

  /** Everyone present. Tells what is not told yet first, so that nobody learns of it twice. */
  state(): Group {
    this.#flush();
    return group([...this.#tracked.values()]);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #noteLeave(left: { key: string; meta: Meta }): void {
    const untold = this.#joins.findIndex(({ meta }) => meta === left.meta);
    // Nobody has heard of it yet: then there is nothing to take back.
    if (untold >= 0) this.#joins.splice(untold, 1);
    else this.#leaves.push(left);
  }

  #schedule(): void {
    this.#cancel ??= this.#clock.after(gatherMs, () => this.#flush());
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#joins.length === 0 && this.#leaves.length === 0) return;
    const payload = { joins: group(this.#joins), leaves: group(this.#leaves) };
    this.#joins = [];
    this.#leaves = [];
    const message = { joinRef: null, ref: null, topic: this.#topic, event: 'presence_diff' };
    this.#tell(new Broadcast((version) => encode(version, { ...message, payload })));
  }
}

function group(entries: { key: string; meta: Meta }[]): Group {
  const grouped = new Map<string, { metas: Meta[] }>();
  for (const { key, meta } of entries) {
    const present = grouped.get(key);
    if (present) present.metas.push(meta);
    else grouped.set(key, { metas: [meta] });
  }
  // From entries, so that a key such as __proto__ is a key like any other.
  return Object.fromEntries(grouped);
}
