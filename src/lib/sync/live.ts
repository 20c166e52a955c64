/** Listens to the operation's topics and applies what fits at once [B1]-[B5]. */
import { readCursor } from './cursor.ts';
import type { LiveChange } from './protocol.ts';
import { parseLiveChange, parseLiveHint } from './protocol.ts';
import type { LiveTopics, Transport } from './transport.ts';

/** More than these out of order, and a pull is cheaper than waiting for the missing one. */
const mostHeld = 500;

export interface LiveOptions {
  operationId: string;
  transport: Pick<Transport, 'live'>;
  cursor: () => string | null;
  isObserver: () => boolean;
  /** While a pull runs, live changes wait: it may bring them, or rows older than theirs. */
  isPulling: () => boolean;
  keep: (change: LiveChange) => Promise<void>;
  /** Something was missed or cannot be had live. */
  onGap: () => void;
  /** The topics were joined. */
  onJoined: () => void;
  onLost: () => void;
  onContact: () => void;
  /** The phone could not keep what it heard. */
  onStoreFailure: (cause: unknown) => void;
}

export class Live {
  readonly #options: LiveOptions;
  readonly #held = new Map<number, LiveChange>();
  #leave: (() => void) | null = null;
  #topics: LiveTopics | null = null;
  #isJoined = false;
  #isDraining = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** Joins the topics that the caller's role allows [B1]; asked again after a change of role, joins anew. */
  join(): void {
    const topics = this.#wantedTopics();
    if (this.#leave && this.#topics?.restricted === topics.restricted) return;
    this.leave();
    this.#topics = topics;
    this.#leave = this.#options.transport.live(topics, {
      change: (payload) => void this.#take(payload),
      hint: (payload) => this.#takeHint(payload),
      joined: () => this.#setJoined(true),
      lost: () => this.#setJoined(false),
      heartbeat: () => this.#options.onContact(),
    });
  }

  /** The network is back: what was lost is joined anew, without the pause of the next attempt [B5]. */
  rejoin(): void {
    if (!this.#leave || this.#isJoined) return;
    this.leave();
    this.join();
  }

  leave(): void {
    this.#leave?.();
    this.#leave = null;
    this.#isJoined = false;
    this.#held.clear();
  }

  /** Applies what has been waiting, in order; called after each pull. */
  async drain(): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) await this.#options.keep(next);
    } catch (cause) {
      this.#options.onStoreFailure(cause);
      return;
    } finally {
      this.#isDraining = false;
    }
    this.#forgetPast();
    if (this.#held.size > 0 && !this.#options.isPulling()) this.#options.onGap();
  }

  #wantedTopics(): LiveTopics {
    const all = `operation:${this.#options.operationId}`;
    return { all, restricted: this.#options.isObserver() ? null : `${all}:restricted` };
  }

  #setJoined(isJoined: boolean): void {
    this.#isJoined = isJoined;
    if (isJoined) this.#options.onJoined();
    else this.#options.onLost();
  }

  async #take(payload: unknown): Promise<void> {
    this.#options.onContact();
    const change = parseLiveChange(payload);
    const cursor = readCursor(this.#options.cursor());
    if (!change.ok || change.value.epoch !== cursor?.epoch) {
      this.#options.onGap();
      return;
    }
    const { version, partial } = change.value;
    if (version <= cursor.version) return;
    if (this.#held.size === mostHeld) this.#held.clear();
    if (partial && !this.#options.isObserver()) {
      this.#options.onGap();
      return;
    }
    this.#held.set(version, change.value);
    await this.drain();
  }

  #takeHint(payload: unknown): void {
    this.#options.onContact();
    const version = parseLiveHint(payload);
    const cursor = readCursor(this.#options.cursor());
    if (!version.ok || version.value > (cursor?.version ?? 0)) this.#options.onGap();
  }

  /** The change that follows the cursor, when it is here and nothing else writes rows [B4]. */
  #next(): LiveChange | undefined {
    const cursor = readCursor(this.#options.cursor());
    if (!cursor || this.#options.isPulling()) return undefined;
    return this.#held.get(cursor.version + 1);
  }

  #forgetPast(): void {
    const version = readCursor(this.#options.cursor())?.version ?? 0;
    for (const held of this.#held.keys()) if (held <= version) this.#held.delete(held);
  }
}
