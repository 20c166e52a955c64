import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newServerKey, someLetters } from '../testing/letters.ts';
import { toBase64, toHex } from './encoding.ts';
import { letterFromBytes, letterId, letterToBytes } from './letter-bytes.ts';
import { lengthen, shorten } from './point.ts';

const [letter] = await someLetters(1);
if (!letter) throw new Error('no letter');
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('[K7] a letter comes back from its bytes as it was', () => {
  fc.assert(
    fc.property(
      bytes(8),
      bytes(12),
      fc.uint8Array({ minLength: 16, maxLength: 3_000 }),
      fc.boolean(),
      (keyId, iv, data, packed) => {
        const one = {
          ...letter,
          keyId: toHex(keyId),
          iv: toBase64(iv),
          data: toBase64(data),
          packed,
        };
        expect(letterFromBytes(letterToBytes(one))).toEqual(one);
      },
    ),
  );
});

test('[K7] a point that is cut in half comes back whole, even and odd', async () => {
  const signs = new Set<number | undefined>();
  for (let made = 0; made < 40; made += 1) {
    const { raw } = await newServerKey();
    signs.add(shorten(raw)[0]);
    expect(lengthen(shorten(raw))).toEqual(raw);
  }
  expect(signs).toEqual(new Set([2, 3]));
});

test('[K7] whatever was photographed instead is no letter, and throws nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (anything) => {
      const read = letterFromBytes(anything);
      if (read) expect(letterToBytes(read)).toEqual(new Uint8Array(anything));
    }),
  );
  const good = letterToBytes(letter);
  expect(letterFromBytes(good.subarray(0, 69))).toBeNull();
  expect(letterFromBytes(Uint8Array.of(3, ...good.subarray(1)))).toBeNull();
  expect(letterFromBytes(Uint8Array.of(2 | 0x40, ...good.subarray(1)))).toBeNull();
});

test('a point off the curve, or too large for it, is none', () => {
  expect(lengthen(Uint8Array.of(2, ...Array<number>(32).fill(255)))).toBeNull();
  const off = Array.from({ length: 20 }, (_, x) =>
    lengthen(Uint8Array.of(2, ...Array<number>(31).fill(0), x)),
  );
  expect(off).toContain(null);
});

test('[T2] the same letter has the same name on every phone, another one another', async () => {
  const [one, other] = await someLetters(2);
  if (!one || !other) throw new Error('no letters');
  const carried = letterFromBytes(letterToBytes(one));
  expect(carried && (await letterId(carried))).toBe(await letterId(one));
  expect(await letterId(other)).not.toBe(await letterId(one));
});
