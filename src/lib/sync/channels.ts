/** The live topics through realtime-js: joined, joined again, and left [B1], [B5]. */
import type { RealtimeChannel, RealtimeClient } from '@supabase/realtime-js';
import type { Random, Timers } from './retry.ts';
import { backoffMs } from './retry.ts';
import type { LiveHandlers, LiveTopics } from './transport.ts';

interface Subscription {
  topic: string;
  event: string;
  take: (payload: unknown) => void;
}

export interface ChannelsOptions {
  realtime: () => Promise<RealtimeClient>;
  timers: Timers;
  random: Random;
}

/**
 * realtime-js joins again by itself after errors and lost connections; a channel that the server
 * has closed for good is made anew here, with backoff.
 */
export class Channels {
  readonly #options: ChannelsOptions;
  readonly #wanted: readonly Subscription[];
  readonly #handlers: LiveHandlers;
  readonly #channels = new Map<string, RealtimeChannel>();
  readonly #joined = new Set<string>();
  readonly #cancels = new Set<() => void>();
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

  async join(attempt = 1): Promise<void> {
    const client = await this.#options.realtime().catch(() => null);
    if (this.#isLeft) return;
    if (!client) {
      this.#later(attempt, () => void this.join(attempt + 1));
      return;
    }
    client.onHeartbeat((status) => {
      if (status === 'ok' && !this.#isLeft) this.#handlers.heartbeat();
    });
    // The token has to be there before the first join: a private channel asks for it.
    await client.setAuth();
    for (const subscription of this.#wanted) this.#open(client, subscription, 0);
  }

  /** Resolves when the same topics can be joined anew. */
  async leave(): Promise<void> {
    this.#isLeft = true;
    for (const cancel of this.#cancels) cancel();
    await Promise.all([...this.#channels.values()].map((channel) => channel.unsubscribe()));
  }

  #open(client: RealtimeClient, subscription: Subscription, failuresBefore: number): void {
    if (this.#isLeft) return;
    const { topic, event, take } = subscription;
    let failures = failuresBefore;
    const channel = client.channel(topic, { config: { private: true } });
    this.#channels.set(topic, channel);
    channel.on('broadcast', { event }, ({ payload }: { payload: unknown }) => take(payload));
    channel.subscribe((state) => {
      if (this.#isLeft) return;
      const status: string = state;
      if (status === 'SUBSCRIBED') {
        failures = 0;
        this.#markJoined(topic);
        return;
      }
      this.#markLost(topic);
      if (status === 'CLOSED')
        this.#later(++failures, () => this.#open(client, subscription, failures));
    });
  }

  #later(failures: number, act: () => void): void {
    const { timers, random } = this.#options;
    const cancel = timers.after(backoffMs(failures, random), () => {
      this.#cancels.delete(cancel);
      act();
    });
    this.#cancels.add(cancel);
  }

  #markJoined(topic: string): void {
    this.#joined.add(topic);
    if (this.#joined.size === this.#wanted.length) this.#handlers.joined();
  }

  #markLost(topic: string): void {
    const wasWhole = this.#joined.size === this.#wanted.length;
    this.#joined.delete(topic);
    if (wasWhole) this.#handlers.lost();
  }
}
