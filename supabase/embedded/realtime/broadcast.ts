import { encodeUserBroadcast } from './binary.ts';
import type { Frame, UserBroadcast, Version } from './protocol.ts';

/**
 * A broadcast on its way to many channels: each serializer's frame is made once, when the first
 * reader needs it, and shared by all. A frame is null for readers who cannot be told (the first
 * serializer has no binary payloads).
 */
export class Broadcast {
  /** The stored message's id; readers that had it in their replay do not get it again. */
  readonly id: string | null;
  readonly #make: (version: Version) => Frame | null;
  readonly #made = new Map<Version, Frame | null>();

  constructor(make: (version: Version) => Frame | null, id: string | null = null) {
    this.#make = make;
    this.id = id;
  }

  frame(version: Version): Frame | null {
    const made = this.#made.get(version);
    if (made !== undefined) return made;
    const frame = this.#make(version);
    this.#made.set(version, frame);
    return frame;
  }
}

/** `payload` is the JSON of the whole broadcast payload, `topic` has its "realtime:" prefix. */
export function jsonBroadcast(topic: string, payload: string, id: string | null = null): Broadcast {
  return new Broadcast((version) => textFrame(version, null, topic, payload), id);
}

/** A stored or posted message: its payload as JSON text, the id and the replay mark as metadata. */
export function messagePayload(event: string, payload: string, meta?: MessageMeta): string {
  const metadata = meta ? `"meta":${JSON.stringify(meta)},` : '';
  return `{"event":${JSON.stringify(event)},${metadata}"payload":${payload},"type":"broadcast"}`;
}

export type MessageMeta = { id: string; replayed?: true };

/** Text for the first serializer, a binary frame (kind 4) for the second. */
export function userBroadcast(
  topic: string,
  user: UserBroadcast,
  meta?: MessageMeta,
  id: string | null = null,
): Broadcast {
  return new Broadcast((version) => {
    const binary =
      version === '2.0.0'
        ? encodeUserBroadcast(topic, user, meta ? JSON.stringify(meta) : '')
        : null;
    if (binary) return { data: binary, binary: true };
    if (user.encoding === 'binary') return null;
    const payload = messagePayload(user.event, user.data.toString('utf8'), meta);
    return textFrame(version, null, topic, payload);
  }, id);
}

/** The text frame of a broadcast. `payload` is JSON already and is not read again. */
export function textFrame(
  version: Version,
  joinRef: string | null,
  topic: string,
  payload: string,
): Frame {
  const name = JSON.stringify(topic);
  const text =
    version === '1.0.0'
      ? `{"topic":${name},"event":"broadcast","payload":${payload},"ref":null}`
      : `[${JSON.stringify(joinRef)},null,${name},"broadcast",${payload}]`;
  return { data: Buffer.from(text, 'utf8'), binary: false };
}
