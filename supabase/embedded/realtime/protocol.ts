/** The serializers of the Phoenix protocol that a client may ask for with `vsn`. */
export type Version = '1.0.0' | '2.0.0';

/** A broadcast as the second serializer's binary frames carry it (kind 3). */
export type UserBroadcast = { event: string; encoding: 'json' | 'binary'; data: Buffer };

/** One message of a client. `user` is set for binary broadcasts, `payload` for all others. */
export type ClientMessage = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
  user?: UserBroadcast;
};

/** A message that could not be read, with as much of its address as could. */
export type Malformed = {
  reason: string;
  joinRef: string | null;
  ref: string | null;
  topic: string | null;
};

export type Decoded =
  { type: 'message'; message: ClientMessage } | { type: 'malformed'; malformed: Malformed };

/** What is written to a socket. Text may be given as the bytes of its UTF-8. */
export type Frame = { data: Buffer | string; binary: boolean };

/** A message of the server to one client. */
export type ServerMessage = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
};

export const malformed = (reason: string, address?: Partial<Malformed>): Decoded => ({
  type: 'malformed',
  malformed: { joinRef: null, ref: null, topic: null, ...address, reason },
});

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
