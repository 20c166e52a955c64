import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Letter } from './letter.ts';
import { someLetters } from '../testing/letters.ts';
import type { Part } from './parcel.ts';
import { Collector, mostParts, partsOf, readPart } from './parcel.ts';

const letters = await someLetters(4);

const read = (text: string): Part => {
  const part = readPart(text);
  if (typeof part === 'string') throw new Error(part);
  return part;
};
/** What the collector has after these texts, and how often it was complete. */
const collect = async (texts: readonly string[]) => {
  const collector = new Collector();
  const done: (Letter[] | null)[] = [];
  for (const text of texts) {
    const progress = await collector.add(read(text));
    if (progress === 'damaged') throw new Error('damaged');
    done.push(progress.letters);
  }
  return done.find((found) => found !== null) ?? null;
};
const texts = async (some: readonly Letter[]): Promise<string[]> => {
  const parts = await partsOf(some);
  if (!parts) throw new Error('too many');
  return parts;
};

describe('[K7] letters as QR codes', () => {
  test('come together whatever the order, and however often a part is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: letters.length }),
        fc.array(fc.nat({ max: 30 }), { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        async (count, again, chance) => {
          const some = letters.slice(0, count);
          const parts = await texts(some);
          const read = [...parts, ...again.map((at) => parts[at % parts.length] ?? '')];
          const shuffled = read
            .map((text) => ({ text, rank: Number(chance.next().value) }))
            .toSorted((a, b) => a.rank - b.rank)
            .map(({ text }) => text);
          expect(await collect(shuffled)).toEqual(some);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('of two phones do not mix', async () => {
    const [one, other] = [await texts(letters.slice(0, 2)), await texts(letters.slice(2))];
    const collector = new Collector();
    const done: Letter[][] = [];
    for (const text of [...one.slice(1), ...other, ...one]) {
      const progress = await collector.add(read(text));
      if (progress !== 'damaged' && progress.letters) done.push(progress.letters);
    }
    expect(done[0]).toEqual(letters.slice(2));
    expect(done.at(-1)).toEqual(letters.slice(0, 2));
  });

  test('are not taken with one part missing', async () => {
    const parts = await texts(letters);
    expect(parts.length).toBeGreaterThan(2);
    for (const missing of parts)
      expect(await collect(parts.filter((part) => part !== missing))).toBeNull();
  });

  test('fit a code of 69 modules a side', async () => {
    const { create } = await import('qrcode');
    for (const text of await texts(letters))
      expect(create(text, { errorCorrectionLevel: 'M' }).modules.size).toBeLessThanOrEqual(69);
  });

  test('a changed part is found out, and the parcel begins anew', async () => {
    const parts = await texts(letters.slice(0, 1));
    const collector = new Collector();
    const last = parts.at(-1) ?? '';
    const digit = last.endsWith('1') ? '2' : '1';
    for (const text of parts.slice(0, -1)) await collector.add(read(text));
    expect(await collector.add(read(`${last.slice(0, -1)}${digit}`))).toBe('damaged');
    expect(await collector.add(read(last))).toMatchObject({ have: 1, letters: null });
  });

  test('too many are said to be too many, not cut off', async () => {
    const one = (await texts(letters.slice(0, 1))).length;
    const many = Array.from({ length: Math.ceil(mostParts / one) * 2 }, () => letters).flat();
    expect(await partsOf(many)).toBeNull();
  });
});

test.each([
  ['https://example.org/', 'not_ours'],
  ['', 'not_ours'],
  ['DL1/0011AABB/2/1/1234', 'not_ours'],
  ['DL1/0011AABB/0/1/1234', 'not_ours'],
  ['DL1/0011AABB/1/999/1234', 'not_ours'],
  [`DL1/0011AABB/1/1/${'9'.repeat(5000)}`, 'not_ours'],
  ['DL2/0011AABB/1/1/1234', 'newer'],
])('what is no part is refused: %s', (text, answer) => {
  expect(readPart(text)).toBe(answer);
});
