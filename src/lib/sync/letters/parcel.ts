/**
 * Letters as QR codes: a parcel of some, cut into numbered parts that may be read in any order, and
 * twice. docs/decisions/0013-carrying-records.md has the format and why.
 */
import { fromHex, join, sha256, toHex, type Bytes } from './encoding.ts';
import { letterFromBytes, letterToBytes } from './letter-bytes.ts';
import type { Letter } from './letter.ts';

/** A part of this many bytes is a code of 69 modules a side: an old camera reads it off a small screen. */
const partBytes = 280;
/** At a part a second, as long as two people hold two phones still. */
export const mostParts = 120;
const marker = 'DL1';
const lengthBytes = 4;

/** @returns the text of each part; null when it would be more than `mostParts` */
export const partsOf = async (letters: readonly Letter[]): Promise<string[] | null> => {
  const parcel = join(
    letters.flatMap((letter) => {
      const bytes = letterToBytes(letter);
      const length = new Uint8Array(lengthBytes);
      new DataView(length.buffer).setUint32(0, bytes.length);
      return [length, bytes];
    }),
  );
  const of = Math.ceil(parcel.length / partBytes);
  if (of > mostParts) return null;
  const name = await nameOf(parcel);
  return Array.from({ length: of }, (_, at) => {
    const bytes = parcel.subarray(at * partBytes, (at + 1) * partBytes);
    return [marker, name, at + 1, of, toDigits(bytes)].join('/');
  });
};

export interface Part {
  /** The parcel's name: the first 4 bytes of its SHA-256, in hex. */
  parcel: string;
  /** 1 to `of`. */
  number: number;
  of: number;
  bytes: Bytes;
}

const form = /^DL1\/([0-9A-F]{8})\/(\d{1,3})\/(\d{1,3})\/(\d{4,})$/;

/** @returns `newer` for a format that this version does not know, `not_ours` for anything else */
export const readPart = (text: string): Part | 'newer' | 'not_ours' => {
  const [, parcel = '', number = '', of = '', digits = ''] = form.exec(text.trim()) ?? [];
  if (parcel === '') return /^DL\d+\/[0-9A-F]{8}\//.test(text) ? 'newer' : 'not_ours';
  const part = { parcel, number: Number(number), of: Number(of) };
  const bytes = digits.length <= 3 * partBytes ? fromDigits(digits) : null;
  const fits = part.number >= 1 && part.number <= part.of && part.of <= mostParts;
  return bytes && fits ? { ...part, bytes } : 'not_ours';
};

export interface Progress {
  parcel: string;
  have: number;
  of: number;
  /** All of them, when every part is here. */
  letters: Letter[] | null;
}

/** Puts parts together as they are read, of several parcels side by side. */
export class Collector {
  readonly #parcels = new Map<string, { of: number; parts: Map<number, Bytes> }>();

  /** @returns `damaged` when all parts are here and are not what was sent: that parcel begins anew */
  async add({ parcel, number, of, bytes }: Part): Promise<Progress | 'damaged'> {
    // A parcel has one number of parts; a text that says otherwise is of another one.
    const key = `${parcel}/${of}`;
    const known = this.#parcels.get(key) ?? { of, parts: new Map<number, Bytes>() };
    this.#parcels.set(key, known);
    known.parts.set(number, bytes);
    const have = known.parts.size;
    if (have < of) return { parcel, have, of, letters: null };
    const ordered = [...known.parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
    const whole = join(ordered);
    const letters = (await nameOf(whole)) === parcel ? unpack(whole) : null;
    if (letters) return { parcel, have, of, letters };
    this.#parcels.delete(key);
    return 'damaged';
  }
}

const unpack = (parcel: Bytes): Letter[] | null => {
  const letters: Letter[] = [];
  const view = new DataView(parcel.buffer, parcel.byteOffset, parcel.length);
  for (let at = 0; at < parcel.length;) {
    if (at + lengthBytes > parcel.length) return null;
    const end = at + lengthBytes + view.getUint32(at);
    const letter = end <= parcel.length && letterFromBytes(parcel.subarray(at + lengthBytes, end));
    if (!letter) return null;
    letters.push(letter);
    at = end;
  }
  return letters.length > 0 ? letters : null;
};

const nameOf = async (parcel: Bytes): Promise<string> =>
  toHex((await sha256(parcel)).subarray(0, 4)).toUpperCase();

/** Digits are what a QR code holds most densely: 10 bits for 3. The first byte keeps leading zeros. */
const toDigits = (bytes: Bytes): string => BigInt(`0x01${toHex(bytes)}`).toString();

const fromDigits = (digits: string): Bytes | null => {
  const hex = BigInt(digits).toString(16);
  return hex.startsWith('1') && hex.length % 2 === 1 ? fromHex(hex.slice(1)) : null;
};
