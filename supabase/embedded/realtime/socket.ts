import type { WebSocket } from 'ws';
import type { Channel, ChannelSocket } from './channel.ts';
import { joinChannel } from './join.ts';
import { limits, texts } from './limits.ts';
import { oversized } from './oversized.ts';
import type { ClientMessage, Frame, Malformed, Version } from './protocol.ts';
import { Rate } from './rate.ts';
import { decode, encode } from './serializer.ts';
import type { Services } from './services.ts';

/**
 * One WebSocket of a client: reads its frames, keeps its channels and the order of the messages of
 * each topic, and bounds what waits in either direction.
 */
export class Socket implements ChannelSocket {
  readonly version: Version;
  /** The key that the socket was opened with; it counts where a join brings no token. */
  readonly apiKey: string;
  readonly openedAt: number;
  lastHeardAt: number;
  readonly #ws: WebSocket;
  readonly #services: Services;
  readonly #channels = new Map<string, Channel>();
  /** Topics with a message at work, and the messages that wait for it. */
  readonly #waiting = new Map<string, ClientMessage[]>();
  readonly #messageRate: Rate;
  readonly #byteRate: Rate;
  readonly #joinRate: Rate;
  #closed = false;

  constructor(ws: WebSocket, services: Services, from: { version: Version; apiKey: string }) {
    this.#ws = ws;
    this.#services = services;
    this.version = from.version;
    this.apiKey = from.apiKey;
    const now = () => services.clock.now();
    this.openedAt = now();
    this.lastHeardAt = this.openedAt;
    this.#messageRate = new Rate(limits.messageBurst, limits.messagesPerSecond, now);
    this.#byteRate = new Rate(limits.byteBurst, limits.bytesPerSecond, now);
    this.#joinRate = new Rate(limits.joinBurst, limits.joinsPerSecond, now);
    ws.on('message', (data: Buffer, isBinary: boolean) => this.#read(data, isBinary));
    ws.on('ping', () => (this.lastHeardAt = now()));
    // The frame was too large or broke the protocol; ws has closed the connection with its code.
    ws.on('error', (error) => services.log(`WebSocket: ${error.message}`));
    ws.once('close', () => this.#end());
  }

  get channels(): Iterable<Channel> {
    return this.#channels.values();
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  get unsentBytes(): number {
    return this.#ws.bufferedAmount;
  }

  write(frame: Frame): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    this.#ws.send(frame.data, { binary: frame.binary });
    if (this.#ws.bufferedAmount <= limits.unsentBytes) return;
    // Nobody reads: a close frame would only queue behind the rest.
    this.#services.log('A reader did not keep up; its connection was closed');
    this.terminate();
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
    this.#end();
  }

  forget(channel: Channel): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  #read(data: Buffer, isBinary: boolean): void {
    this.lastHeardAt = this.#services.clock.now();
    if (!this.#messageRate.take() || !this.#byteRate.take(data.length)) {
      for (const channel of [...this.#channels.values()]) channel.shutDown(texts.tooManyMessages);
      return;
    }
    const tooLarge = oversized(this.version, data, isBinary);
    if (tooLarge) {
      this.#refuse(tooLarge, texts.payloadSizeExceeded);
      return;
    }
    const decoded = decode(this.version, data, isBinary);
    if (decoded.type === 'malformed') {
      const { malformed } = decoded;
      this.#refuse(malformed, `${texts.malformedMessage}: ${malformed.reason}`);
      return;
    }
    this.#inOrder(decoded.message);
  }

  #refuse({ joinRef, ref, topic }: Malformed, reason: string): void {
    this.#reply({ joinRef, ref, topic: topic ?? 'phoenix' }, 'error', { reason });
  }

  /** Messages of a topic are handled one after the other, also while one asks the database. */
  #inOrder(message: ClientMessage): void {
    const waiting = this.#waiting.get(message.topic);
    if (!waiting) {
      const working = this.#handle(message);
      if (!working) return;
      this.#waiting.set(message.topic, []);
      void this.#finish(message.topic, working);
      return;
    }
    if (waiting.length >= limits.waitingPerTopic) {
      this.#services.log('A socket sent more than the server can handle; it was closed');
      this.terminate();
      return;
    }
    waiting.push(message);
  }

  async #finish(topic: string, working: Promise<void>): Promise<void> {
    let current: void | Promise<void> = working;
    for (;;) {
      try {
        await current;
      } catch (error) {
        this.#services.log(`UnknownErrorOnChannel: ${String(error)}`);
        this.#channels.get(topic)?.shutDown('Unknown Error on Channel');
      }
      const next = this.#closed ? undefined : this.#waiting.get(topic)?.shift();
      if (!next) break;
      current = this.#handle(next);
    }
    this.#waiting.delete(topic);
  }

  #handle(message: ClientMessage): void | Promise<void> {
    const { topic, event } = message;
    if (topic === 'phoenix') {
      this.#handlePhoenix(message);
      return;
    }
    if (event === 'phx_join') return this.#join(message);
    const channel = this.#channels.get(topic);
    if (event === 'phx_leave') {
      this.#reply(message, 'ok', {});
      // A leave of an earlier join, sent late, does not end the one that took its place.
      if (channel && (message.joinRef === null || message.joinRef === channel.joinRef)) {
        channel.close();
      }
      return;
    }
    if (!channel) {
      this.#reply(message, 'error', { reason: texts.unmatchedTopic });
      return;
    }
    return channel.handle(message);
  }

  #handlePhoenix(message: ClientMessage): void {
    if (message.event === 'heartbeat') {
      this.#reply(message, 'ok', {});
      return;
    }
    this.#reply(message, 'error', { reason: texts.unmatchedTopic });
  }

  async #join(message: ClientMessage): Promise<void> {
    const { topic } = message;
    if (!topic.startsWith('realtime:')) {
      this.#reply(message, 'error', { reason: texts.unmatchedTopic });
      return;
    }
    this.#channels.get(topic)?.close();
    const limit = this.#joinLimit();
    if (limit) {
      this.#reply(message, 'error', { reason: limit });
      return;
    }
    const opened = (channel: Channel) => {
      if (this.#closed) {
        channel.leave();
        return;
      }
      this.#channels.set(topic, channel);
      this.#reply(message, 'ok', { postgres_changes: [] });
    };
    try {
      const result = await joinChannel(this, this.#services, message, opened);
      if (!result.ok) this.#reply(message, 'error', { reason: result.reason });
    } catch (error) {
      this.#services.log(`UnknownErrorOnChannel: ${String(error)}`);
      this.#channels.get(topic)?.leave();
      this.#reply(message, 'error', { reason: 'Unknown Error on Channel' });
    }
  }

  #joinLimit(): string | null {
    if (!this.#joinRate.take()) return texts.tooManyJoins;
    return this.#channels.size >= limits.channelsPerSocket ? texts.tooManyChannels : null;
  }

  #reply(
    to: Pick<ClientMessage, 'joinRef' | 'ref' | 'topic'>,
    status: 'ok' | 'error',
    response: unknown,
  ): void {
    const { joinRef, ref, topic } = to;
    const payload = { status, response };
    this.write(encode(this.version, { joinRef, ref, topic, event: 'phx_reply', payload }));
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const channel of [...this.#channels.values()]) channel.leave();
    this.#waiting.clear();
  }
}
