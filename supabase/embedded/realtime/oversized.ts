import { limits } from './limits.ts';
import { decodeBinary } from './binary.ts';
import type { Malformed, Version } from './protocol.ts';

/** What a message has beside its payload: the envelope, and JSON's escapes. */
const slackBytes = 10_000;

/**
 * A frame that is too large to be worth reading, with as much of its address as its two ends tell
 * without parsing it; null for any other frame. In the second serializer the address comes first;
 * in the first it may stand before or after the payload.
 */
export function oversized(version: Version, data: Buffer, isBinary: boolean): Malformed | null {
  if (data.length <= limits.payloadBytes + slackBytes) return null;
  const reason = 'payload too large';
  if (isBinary && version === '2.0.0') {
    const decoded = decodeBinary(data.subarray(0, 6 + 5 * 255));
    const known = decoded.type === 'message' ? decoded.message : decoded.malformed;
    return { reason, joinRef: known.joinRef, ref: known.ref, topic: known.topic };
  }
  const head = data.toString('utf8', 0, 2_000);
  const tail = data.toString('utf8', data.length - 500);
  if (version === '2.0.0') {
    const start = /^\s*\[\s*("[^"]*"|null)\s*,\s*("[^"]*"|null)\s*,\s*("(?:[^"\\]|\\.)*")/.exec(
      head,
    );
    const [joinRef, ref, topic] = start?.slice(1).map(textOf) ?? [];
    return { reason, joinRef: joinRef ?? null, ref: ref ?? null, topic: topic ?? null };
  }
  const find = (key: string) => {
    const field = new RegExp(`"${key}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`);
    return textOf((field.exec(head) ?? field.exec(tail))?.[1]);
  };
  return { reason, joinRef: find('join_ref'), ref: find('ref'), topic: find('topic') };
}

function textOf(json: string | undefined): string | null {
  if (json === undefined) return null;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
