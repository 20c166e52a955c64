import { malformed, type Decoded, type UserBroadcast } from './protocol.ts';

const push = 0;
const userBroadcastPush = 3;
const userBroadcast = 4;
const longest = 255;

/**
 * Reads a binary frame of the second serializer: a user's broadcast (kind 3), whose header has the
 * byte lengths of join_ref, ref, topic, event and metadata and the payload's encoding; or a plain
 * push (kind 0), which no event of Realtime uses.
 */
export function decodeBinary(data: Buffer): Decoded {
  if (data[0] === userBroadcastPush) return decodeUserBroadcast(data);
  if (data[0] === push) return decodePush(data);
  return malformed(`unknown binary frame of kind ${data[0] ?? 'none'}`);
}

function decodeUserBroadcast(data: Buffer): Decoded {
  const sizes = data.subarray(1, 6);
  const texts = slices(data, 7, sizes);
  if (sizes.length < 5 || texts === null) return malformed('binary frame ends within its header');
  const [joinRef = '', ref = '', topic = '', event = ''] = texts.strings;
  const user: UserBroadcast = {
    event,
    encoding: data[6] === 0 ? 'binary' : 'json',
    data: data.subarray(texts.end),
  };
  const known = { joinRef: joinRef || null, ref: ref || null, topic };
  if (user.encoding === 'json' && !isJson(user.data)) {
    return malformed('payload is not JSON', known);
  }
  return {
    type: 'message',
    message: { ...known, event: 'broadcast', payload: null, user },
  };
}

function decodePush(data: Buffer): Decoded {
  const sizes = data.subarray(1, 5);
  const texts = slices(data, 5, sizes);
  if (sizes.length < 4 || texts === null) return malformed('binary frame ends within its header');
  const [joinRef = '', ref = '', topic = '', event = ''] = texts.strings;
  return {
    type: 'message',
    message: { joinRef: joinRef || null, ref: ref || null, topic, event, payload: null },
  };
}

function slices(
  data: Buffer,
  start: number,
  sizes: Uint8Array,
): { strings: string[]; end: number } | null {
  const strings: string[] = [];
  let end = start;
  for (const size of sizes) {
    strings.push(data.toString('utf8', end, end + size));
    end += size;
  }
  return end > data.length ? null : { strings, end };
}

function isJson(data: Buffer): boolean {
  try {
    JSON.parse(data.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes a user's broadcast for the second serializer (kind 4). Null where topic, event or
 * metadata is longer than the 255 bytes that the header can say.
 */
export function encodeUserBroadcast(
  topic: string,
  { event, encoding, data }: UserBroadcast,
  metadata: string,
): Buffer | null {
  const texts = [topic, event, metadata].map((text) => Buffer.from(text, 'utf8'));
  if (texts.some((text) => text.length > longest)) return null;
  const header = Buffer.from([
    userBroadcast,
    ...texts.map((text) => text.length),
    encoding === 'json' ? 1 : 0,
  ]);
  return Buffer.concat([header, ...texts, data]);
}
