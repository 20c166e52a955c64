/** Compression, where the browser has it: a letter has to fit a QR code. */
import { type Bytes, join } from './encoding.ts';

/** A mutation has at most 64 kB of payload [W2]; what unpacks to more was made to hurt. */
const mostBytes = 256 * 1024;

export interface Packed {
  bytes: Bytes;
  isPacked: boolean;
}

/** Smaller where that can be done and helps, else as it is. */
export const pack = async (bytes: Bytes): Promise<Packed> => {
  try {
    const packed = await through(bytes, new CompressionStream('deflate-raw'));
    if (packed.length < bytes.length) return { bytes: packed, isPacked: true };
  } catch {
    // Browsers before 2023 have no such stream, or not this format.
  }
  return { bytes, isPacked: false };
};

/** @throws when it is no such packing, or would be too large */
export const unpack = ({ bytes, isPacked }: Packed): Promise<Bytes> =>
  isPacked ? through(bytes, new DecompressionStream('deflate-raw')) : Promise.resolve(bytes);

const through = async (
  bytes: Bytes,
  { readable, writable }: { readable: ReadableStream<Uint8Array>; writable: WritableStream },
): Promise<Bytes> => {
  const writer = writable.getWriter();
  // Failures arrive at the reader too, which is the one that is awaited.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = readable.getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    total += read.value.length;
    if (total > mostBytes) {
      await reader.cancel();
      throw new RangeError('too large');
    }
  }
  return join(parts);
};
