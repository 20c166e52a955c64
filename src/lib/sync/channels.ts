/**
 * The live topics over Supabase Realtime, spoken with the Phoenix client that realtime-js is built
 * on: joined, joined again, and left [B1], [B5]. realtime-js itself is 16 kB, this is 7.
 */
import type { Channel, Socket } from '@supabase/phoenix';
import type { Access } from './rest.ts';
import type { Random, Timers } from './retry.ts';
import { backoffMs } from './retry.ts';
import type { LiveHandlers, LiveTopics } from './transport.ts';

/** Upstream's own: the server drops a socket that is silent for a minute. */
const heartbeatMs = 25_000;

export interface ChannelsOptions {
  /** Supabase's address, without a slash at the end. */
  url: string;
  publishableKey: string;
  access: Access;
  timers: Timers;
  random: Random;
}

interface Subscription {
  topic: string;
  event: string;
  take: (payload: unknown) => void;
}

/** One connection with its topics, from joining to leaving. */
export class Channels {
  readonly #options: ChannelsOptions;
  readonly #wanted: readonly Subscription[];
  readonly #handlers: LiveHandlers;
  readonly #joined = new Map<string, Channel>();
  readonly #cancels = new Set<() => void>();
  #socket: Socket | null = null;
  #token = '';
  #isLeft = false;

  constructor(options: ChannelsOptions, topics: LiveTopics, handlers: LiveHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#wanted = [
      { topic: topics.all, event: 'change', take: handlers.change },
      ...(topics.restricted === null
        ? []
        : [{ topic: topics.restricted, event: 'changed', take: handlers.hint }]),
    ];
  }

  /** Connects, and stays connected: errors, lost connections and closed topics are tried again. */
  async join(attempt = 1): Promise<void> {
    const phoenix = await import('@supabase/phoenix').catch(() => null);
    // A private topic asks for the token when it is joined.
    await this.#renewToken();
    if (this.#isLeft) return;
    if (!phoenix) {
      this.#later(attempt, () => void this.join(attempt + 1));
      return;
    }
    const { url, publishableKey } = this.#options;
    const socket = new phoenix.Socket(`${url.replace(/^http/, 'ws')}/realtime/v1`, {
      params: { apikey: publishableKey },
      vsn: '1.0.0',
      encode: (message, send) => send(JSON.stringify(message)),
      // Version 1.0.0 of the protocol is text alone.
      decode: (text, take) => take(JSON.parse(text as string) as Parameters<typeof take>[0]),
      heartbeatIntervalMs: heartbeatMs,
      heartbeatCallback: (status) => {
        if (status === 'sent') void this.#renewToken();
        if (status === 'ok') this.#handlers.heartbeat();
      },
    });
    this.#socket = socket;
    // It may be hours until the connection is back: then the topics are joined with a new token.
    socket.onClose(() => void this.#renewToken());
    socket.connect();
    for (const subscription of this.#wanted) this.#open(socket, subscription, 0);
  }

  leave(): void {
    this.#isLeft = true;
    for (const cancel of this.#cancels) cancel();
    this.#socket?.disconnect();
  }

  #open(socket: Socket, subscription: Subscription, failuresBefore: number): void {
    if (this.#isLeft) return;
    const { topic, event, take } = subscription;
    let failures = failuresBefore;
    const channel = socket.channel(`realtime:${topic}`, () => ({
      config: { broadcast: { ack: false, self: false }, private: true },
      access_token: this.#token,
    }));
    channel.on('broadcast', (message) => {
      const { event: name, payload } = message as { event?: unknown; payload?: unknown };
      if (name === event) take(payload);
    });
    channel.onError(() => this.#markLost(topic));
    channel.onClose(() => {
      this.#markLost(topic);
      // The server has closed it for good; Phoenix does not join such a topic again.
      this.#later(++failures, () => this.#open(socket, subscription, failures));
    });
    channel
      .join()
      .receive('ok', () => {
        failures = 0;
        this.#markJoined(topic, channel);
      })
      .receive('error', () => void this.#renewToken());
  }

  /** Also tells the server, which would close the topics when the old token ends. */
  async #renewToken(): Promise<void> {
    const token = await this.#options.access.token();
    if (!token.ok || token.value === this.#token) return;
    this.#token = token.value;
    for (const channel of this.#joined.values())
      channel.push('access_token', { access_token: token.value });
  }

  #later(failures: number, act: () => void): void {
    if (this.#isLeft) return;
    const { timers, random } = this.#options;
    const cancel = timers.after(backoffMs(failures, random), () => {
      this.#cancels.delete(cancel);
      act();
    });
    this.#cancels.add(cancel);
  }

  #markJoined(topic: string, channel: Channel): void {
    this.#joined.set(topic, channel);
    if (this.#joined.size === this.#wanted.length && !this.#isLeft) this.#handlers.joined();
  }

  #markLost(topic: string): void {
    const wasWhole = this.#joined.size === this.#wanted.length;
    this.#joined.delete(topic);
    if (wasWhole && !this.#isLeft) this.#handlers.lost();
  }
}
