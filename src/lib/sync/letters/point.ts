/**
 * Points of P-256 as 33 bytes instead of 65: half of each follows from the other half.
 * Browsers need not read the short form, so that it is made long again here (SEC 1, 2.3.4).
 */
import { type Bytes, fromHex, join, toHex } from './encoding.ts';

const longPoint = 65;
export const shortPoint = 33;

const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** @param point uncompressed: 4, x, y */
export const shorten = (point: Bytes): Bytes =>
  join([Uint8Array.of(2 + ((point[longPoint - 1] ?? 0) & 1)), point.subarray(1, shortPoint)]);

/** @returns the point uncompressed; null when there is none on the curve */
export const lengthen = (short: Bytes): Bytes | null => {
  const sign = short[0];
  if (short.length !== shortPoint || (sign !== 2 && sign !== 3)) return null;
  const x = BigInt(`0x${toHex(short.subarray(1))}`);
  if (x >= p) return null;
  const square = ((((x * x - 3n) * x + b) % p) + p) % p;
  // p leaves 3 when divided by 4: this is the root where there is one.
  const root = power(square, (p + 1n) / 4n);
  if ((root * root) % p !== square) return null;
  const y = (root & 1n) === BigInt(sign - 2) ? root : (p - root) % p;
  const yBytes = fromHex(y.toString(16).padStart(64, '0'));
  return join([Uint8Array.of(4), short.subarray(1), yBytes]);
};

const power = (base: bigint, exponent: bigint): bigint => {
  let value = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) value = (value * square) % p;
    square = (square * square) % p;
  }
  return value;
};
