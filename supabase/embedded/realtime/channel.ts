import type { Right, Rights } from './authorizer.ts';
import { handleBroadcast } from './channel-broadcast.ts';
import { handlePresence } from './channel-presence.ts';
import type { Broadcast } from './broadcast.ts';
import type { Join } from './join-payload.ts';
import { limits, texts } from './limits.ts';
import type { PresenceTopic } from './presence.ts';
import { isRecord, type ClientMessage, type Frame, type Version } from './protocol.ts';
import { Rate } from './rate.ts';
import type { Services } from './services.ts';
import { encode } from './serializer.ts';
import type { Claims } from './tokens.ts';

/** What a channel needs of the socket it is on. */
export type ChannelSocket = {
  readonly version: Version;
  write: (frame: Frame) => void;
  forget: (channel: Channel) => void;
};

/**
 * One joined channel of one socket. It begins with its first rights known, holds back what arrives
 * until `open()`, and ends once, by `leave()` or `shutDown()`.
 */
export class Channel {
  readonly topic: string;
  readonly name: string;
  readonly joinRef: string | null;
  readonly join: Join;
  readonly services: Services;
  readonly presenceRate: Rate;
  claims: Claims;
  token: string | null;
  /** What is known of them so far. Null for a public channel, which may do everything. */
  rights: Rights | null;
  presence: PresenceTopic | null = null;
  presenceEnabled: boolean;
  /** The payload tracked last, as JSON: the same again changes nothing. */
  tracked: string | null = null;
  readonly #socket: ChannelSocket;
  #held: Broadcast[] | null = [];
  readonly #replayed = new Set<string>();
  #ended = false;
  #cancelExpiry: (() => void) | null = null;
  #cancelFeedWait: (() => void) | null = null;

  constructor(
    socket: ChannelSocket,
    services: Services,
    from: { topic: string; joinRef: string | null; join: Join },
    caller: { claims: Claims; token: string | null; rights: Rights | null },
  ) {
    this.#socket = socket;
    this.services = services;
    this.topic = from.topic;
    this.name = from.topic.slice('realtime:'.length);
    this.joinRef = from.joinRef;
    this.join = from.join;
    this.presenceEnabled = from.join.presence.enabled;
    this.claims = caller.claims;
    this.token = caller.token;
    this.rights = caller.rights;
    this.presenceRate = new Rate(limits.presenceBurst, limits.presencePerSecond, () =>
      services.clock.now(),
    );
  }

  get ended(): boolean {
    return this.#ended;
  }

  get version(): Version {
    return this.#socket.version;
  }

  /** Listens from now on; what arrives is held back until `open()`. */
  listen(): void {
    this.presence = this.services.hub.join(this.name, this.join.private, this);
  }

  /** Called once the join has been answered: replayed messages first, then what was held back. */
  open(replayed: { id: string; frame: Frame | null }[]): void {
    this.watchExpiry();
    if (this.ended) return;
    for (const { id, frame } of replayed) {
      this.#replayed.add(id);
      if (frame) this.#socket.write(frame);
    }
    if (this.join.replicationReady) this.#tellWhenFeedIsReady();
    this.#pushPresenceState();
    const held = this.#held ?? [];
    this.#held = null;
    for (const broadcast of held) this.deliver(broadcast);
  }

  deliver(broadcast: Broadcast): void {
    if (this.#held) {
      this.#held.push(broadcast);
      return;
    }
    if (this.rights && this.rights.broadcast_read !== true) return;
    if (broadcast.id !== null && this.#replayed.has(broadcast.id)) return;
    const frame = broadcast.frame(this.#socket.version);
    if (frame) this.#socket.write(frame);
  }

  deliverPresence(diff: Broadcast): void {
    if (this.#held || !this.presenceEnabled) return;
    if (this.rights && this.rights.presence_read !== true) return;
    const frame = diff.frame(this.#socket.version);
    if (frame) this.#socket.write(frame);
  }

  /** Tracking turns presence on for a client that has not heard yet who else is here. */
  enablePresence(): void {
    if (this.presenceEnabled) return;
    // Tells the others what is new first; this client learns it from the state.
    this.presence?.state();
    this.presenceEnabled = true;
    this.#pushPresenceState();
  }

  #pushPresenceState(): void {
    if (!this.presenceEnabled || !this.presence) return;
    if (this.rights && this.rights.presence_read !== true) return;
    this.push('presence_state', this.presence.state());
  }

  /** Handles one message on a joined channel (all but phx_join and phx_leave). */
  handle(message: ClientMessage): void | Promise<void> {
    switch (message.event) {
      case 'broadcast':
        return handleBroadcast(this, message);
      case 'presence':
        return handlePresence(this, message);
      case 'access_token':
        return this.#handleToken(message.payload);
      default:
        // As upstream: not an error, and nobody waits for an answer.
        return undefined;
    }
  }

  async #handleToken(payload: unknown): Promise<void> {
    const token = isRecord(payload) ? payload['access_token'] : null;
    if (typeof token !== 'string' || token.startsWith('sb_') || token === this.token) return;
    const verified = await this.services.tokens.verify(token);
    if (this.ended) return;
    if (!verified.ok) {
      this.shutDown(verified.error.message);
      return;
    }
    this.token = token;
    this.claims = verified.claims;
    this.watchExpiry();
    await this.#askAgain();
  }

  /** Asks the policies for the new token; rights to write are asked for again when needed. */
  async #askAgain(): Promise<void> {
    if (!this.rights || this.#ended) return;
    const { claims, name, rights, services } = this;
    const ask: Right[] = ['broadcast_read'];
    if (rights.presence_read !== undefined) ask.push('presence_read');
    const answer = await services.authorizer.ask({ claims, topic: name, ask });
    if (this.ended) return;
    if (answer.type === 'unavailable') {
      this.shutDown(texts.databaseUnavailable);
      return;
    }
    this.applyRights(answer.type === 'decided' ? answer.rights : {}, ask);
  }

  /** Takes over newly decided rights; a right to read that is gone ends the channel. */
  applyRights(decided: Rights, asked: Right[]): void {
    if (!this.rights) return;
    const reads: Right[] = ['broadcast_read', 'presence_read'];
    const lost = reads.some(
      (right) => asked.includes(right) && this.rights?.[right] === true && decided[right] !== true,
    );
    if (lost) {
      this.shutDown(texts.noLongerReadable(this.name));
      return;
    }
    const readable = reads.some((right) => decided[right] === true);
    if (!readable) {
      this.shutDown(texts.notReadable(this.name));
      return;
    }
    this.rights = decided;
  }

  /** Ends the channel when its token does; looks again, for a token may live very long. */
  watchExpiry(): void {
    this.#cancelExpiry?.();
    this.#cancelExpiry = null;
    const { exp } = this.claims;
    if (exp === null) return;
    const { clock } = this.services;
    const leftMs = exp * 1000 - clock.now();
    if (leftMs <= 0) {
      const late = Math.floor(-leftMs / 1000);
      this.shutDown(`Token has expired ${late} seconds ago`);
      return;
    }
    this.#cancelExpiry = clock.after(Math.min(leftMs, limits.confirmTokenMs), () =>
      this.watchExpiry(),
    );
  }

  #tellWhenFeedIsReady(): void {
    const { clock, feedReady } = this.services;
    if (feedReady()) {
      this.pushSystem('ok', texts.feedReady);
      return;
    }
    this.#cancelFeedWait = clock.after(limits.feedReadyMs, () => {
      if (!feedReady()) this.shutDown(texts.feedLate);
    });
  }

  /** Tells a channel that asked for it that the database feed runs, now or again after a break. */
  tellFeedReady(): void {
    if (!this.join.replicationReady || this.#held) return;
    this.#cancelFeedWait?.();
    this.#cancelFeedWait = null;
    this.pushSystem('ok', texts.feedReady);
  }

  /** Sends a message; join_ref says which join of the topic it belongs to. */
  push(event: string, payload: unknown): void {
    const { joinRef, topic } = this;
    this.#socket.write(encode(this.version, { joinRef, ref: null, topic, event, payload }));
  }

  pushSystem(status: 'ok' | 'error', message: string): void {
    this.push('system', { extension: 'system', status, message, channel: this.name });
  }

  reply(to: ClientMessage, status: 'ok' | 'error', response: unknown): void {
    const { joinRef, topic, version } = this;
    this.#socket.write(
      encode(version, {
        joinRef,
        ref: to.ref,
        topic,
        event: 'phx_reply',
        payload: { status, response },
      }),
    );
  }

  /** Ends the channel for a reason that the client is told. */
  shutDown(message: string): void {
    if (this.#ended) return;
    this.pushSystem('error', message);
    this.close();
  }

  /** Ends the channel and tells the client so. */
  close(): void {
    if (this.#ended) return;
    this.leave();
    const { joinRef, topic, version } = this;
    this.#socket.write(
      encode(version, { joinRef, ref: joinRef, topic, event: 'phx_close', payload: {} }),
    );
  }

  /** Ends the channel without a word: the socket is gone. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#held = null;
    this.#cancelExpiry?.();
    this.#cancelFeedWait?.();
    this.presence?.untrack(this);
    this.services.hub.leave(this.name, this.join.private, this);
    this.#socket.forget(this);
  }
}
