/**
 * A letter as few bytes, for QR codes and files:
 * 1 byte of format and flags, 8 of the key's id, 33 of the sender's point, 12 of the IV, the data.
 */
import { fromBase64, fromHex, join, sha256, toBase64, toHex, type Bytes } from './encoding.ts';
import type { Letter } from './letter.ts';
import { lengthen, shorten, shortPoint } from './point.ts';

const packedFlag = 0x80;
const keyIdAt = 1;
const senderAt = keyIdAt + 8;
const ivAt = senderAt + shortPoint;
const dataAt = ivAt + 12;
/** AES-GCM ends with 16 bytes of proof. */
const fewest = dataAt + 16;

export const letterToBytes = ({ format, packed, keyId, sender, iv, data }: Letter): Bytes =>
  join([
    Uint8Array.of(format | (packed ? packedFlag : 0)),
    fromHex(keyId),
    shorten(fromBase64(sender)),
    fromBase64(iv),
    fromBase64(data),
  ]);

/** @returns null for what is no letter; only the server can tell whether it is a true one */
export const letterFromBytes = (bytes: Uint8Array): Letter | null => {
  const copy = new Uint8Array(bytes);
  const head = copy[0] ?? 0;
  if ((head & ~packedFlag) !== 2 || copy.length < fewest) return null;
  const sender = lengthen(copy.subarray(senderAt, ivAt));
  if (!sender) return null;
  return {
    format: 2,
    keyId: toHex(copy.subarray(keyIdAt, senderAt)),
    sender: toBase64(sender),
    iv: toBase64(copy.subarray(ivAt, dataAt)),
    data: toBase64(copy.subarray(dataAt)),
    packed: (head & packedFlag) !== 0,
  };
};

/** The name of a letter: the same for the same letter, on every phone. */
export const letterId = async (letter: Letter): Promise<string> =>
  toHex(await sha256(letterToBytes(letter)));
