import { decodeBinary } from './binary.ts';
import {
  isRecord,
  malformed,
  type Decoded,
  type Frame,
  type ServerMessage,
  type Version,
} from './protocol.ts';

/** The version that `vsn` asks for; as Phoenix, the first when it says nothing. */
export function negotiate(vsn: string | null): Version | null {
  if (vsn === null || vsn === '' || vsn === '1.0.0') return '1.0.0';
  return vsn === '2.0.0' ? vsn : null;
}

/** Reads one frame of a client. Never throws. */
export function decode(version: Version, data: Buffer, isBinary: boolean): Decoded {
  if (isBinary && version === '2.0.0') return decodeBinary(data);
  let parsed: unknown;
  try {
    parsed = JSON.parse(data.toString('utf8'));
  } catch (error) {
    return malformed(error instanceof Error ? error.message : 'not JSON');
  }
  return version === '1.0.0' ? fromObject(parsed) : fromArray(parsed);
}

function fromObject(parsed: unknown): Decoded {
  if (!isRecord(parsed)) return malformed('expected a map with topic, event, payload and ref');
  for (const key of ['topic', 'event', 'payload', 'ref']) {
    if (!(key in parsed)) return malformed(`missing key ${key}`, address(parsed));
  }
  return toMessage(
    parsed['join_ref'],
    parsed['ref'],
    parsed['topic'],
    parsed['event'],
    parsed['payload'],
  );
}

function fromArray(parsed: unknown): Decoded {
  if (!Array.isArray(parsed) || parsed.length < 5) {
    return malformed('expected V2 array of join_ref, ref, topic, event and payload');
  }
  const [joinRef, ref, topic, event, payload] = parsed as unknown[];
  return toMessage(joinRef, ref, topic, event, payload);
}

function toMessage(
  joinRef: unknown,
  ref: unknown,
  topic: unknown,
  event: unknown,
  payload: unknown,
): Decoded {
  const known = { joinRef: refOf(joinRef), ref: refOf(ref) };
  if (typeof topic !== 'string') return malformed('topic must be a string', known);
  if (typeof event !== 'string') return malformed('event must be a string', { ...known, topic });
  return { type: 'message', message: { ...known, topic, event, payload } };
}

const refOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

const address = (parsed: Record<string, unknown>) => ({
  joinRef: refOf(parsed['join_ref']),
  ref: refOf(parsed['ref']),
  topic: typeof parsed['topic'] === 'string' ? parsed['topic'] : null,
});

/** Writes a message for one client. The first serializer has no place for join_ref. */
export function encode(version: Version, message: ServerMessage): Frame {
  const { joinRef, ref, topic, event, payload } = message;
  const data =
    version === '1.0.0'
      ? JSON.stringify({ topic, event, payload, ref })
      : JSON.stringify([joinRef, ref, topic, event, payload]);
  return { data, binary: false };
}
