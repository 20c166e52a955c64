import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { PersonName } from './names.ts';
import { matchesQuery, nameQuery, searchEntry } from './search.ts';

const person: PersonName = {
  given: 'عبد الرحمن',
  father: 'خالد / Khaled',
  grandfather: 'محمد',
  family: 'الخطيب',
  mother: 'فاطمة الحسن',
  kunya: 'أبو أحمد',
};
const entry = searchEntry(person, 'K7M2-4QXR');
const find = (text: string) => matchesQuery(nameQuery(text), entry);

/** Any UTF-16 at all, halves of surrogates among it. */
const anyUnits = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('a person is found', () => {
  it.each([
    'عبدالرحمن',
    'عبد الرحمن الخطيب',
    'خطيب عبدالرحمن',
    'ابواحمد',
    'فاطمه',
    'الخط',
    'رحمن',
    'Khal',
  ])('by name: %s', (text) => {
    expect(find(text)?.by).toBe('name');
  });

  it.each(['Abdulrahman', 'Mohammed Alkhatib', 'Fatima', 'Abu Ahmad', 'moham'])(
    'by sound: %s',
    (text) => {
      expect(find(text)?.by).toBe('sound');
    },
  );

  it.each(['K7M2-4QXR', 'k7m24qxr', 'k7m', 'K7M2 4Q', 'K٧M٢'])('by code: %s', (text) => {
    expect(find(text)).toEqual({ by: 'code', rank: 0 });
  });

  it('by an empty query, as everybody is', () => {
    expect(find(' ')).toEqual({ by: 'name', rank: 0 });
  });
});

describe('a person is not found', () => {
  it.each(['سمير', 'خالد سمير', 'عبدالله', 'Hussein', 'k7', 'X7M2', 'محمد محمد'])(
    'by %s',
    (text) => {
      expect(find(text)).toBeNull();
    },
  );

  it('by a name of the other script that has the same consonants alone', () => {
    const husayn = searchEntry({ ...person, given: 'حسين', mother: null }, '');
    expect(matchesQuery(nameQuery('Hussein'), husayn)).not.toBeNull();
    expect(matchesQuery(nameQuery('Hassan'), husayn)).toBeNull();
  });
});

describe('what a person is also called', () => {
  const called = searchEntry(person, '', ['حمودي', 'الدكتور Omar', 'رقم A-١٠٤٢']);
  const by = (text: string) => matchesQuery(nameQuery(text), called)?.by ?? null;

  it.each([
    ['حمودي', 'name'],
    ['Hamoudi', 'sound'],
    ['عمر', 'sound'],
    ['A1042', null],
    ['a-1042', 'name'],
    ['1042', 'name'],
    ['خالد حمودي', 'name'],
    // Another number is another person's.
    ['1043', null],
    ['3042', null],
  ])('finds them by %s: %s', (text, found) => {
    expect(by(text)).toBe(found);
  });
});

it('ranks the whole word before its beginning, and both before a sound', () => {
  const ranks = ['خالد', 'خال', 'Khalid'].map((text) => find(text)?.rank ?? Infinity);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(3);
});

test('the order of the words does not matter, and no text throws', () => {
  const words = fc.shuffledSubarray(['عبد', 'الرحمن', 'خالد', 'محمد', 'خطيب', 'فاطمة'], {
    minLength: 1,
  });
  fc.assert(
    fc.property(words, (some) => {
      expect(find(some.join(' '))?.rank).toBe(0);
    }),
  );
  fc.assert(
    fc.property(anyUnits, (text) => {
      expect(() => find(text)).not.toThrow();
    }),
  );
});
