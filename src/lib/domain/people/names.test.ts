import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { foldName, fullName, spellings, typedName, type PersonName } from './names.ts';

/** One name as two people write it. */
const sameName: readonly (readonly [string, string, string])[] = [
  ['hamza above alef', 'أحمد', 'احمد'],
  ['hamza below alef', 'إبراهيم', 'ابراهيم'],
  ['madda', 'آمنة', 'امنه'],
  ['alef wasla', 'ٱلحسن', 'الحسن'],
  ['hamza on waw', 'مؤيد', 'مويد'],
  ['hamza on ya', 'رائد', 'رايد'],
  ['hamza on the line', 'علاء', 'علا'],
  ['alef maqsura', 'مصطفى', 'مصطفي'],
  ['ta marbuta', 'فاطمة', 'فاطمه'],
  ['diacritics', 'مُحَمَّد', 'محمد'],
  ['tatweel', 'خـــالد', 'خالد'],
  ['presentation forms', 'ﻣﺤﻤﺪ', 'محمد'],
  ['a joiner and a bidi mark', '\u200fخالد\u200c', 'خالد'],
  ['Persian kaf and ya', 'کریم', 'كريم'],
  ['gaf', 'گاظم', 'كاظم'],
  ['Urdu ha', 'ہشام', 'هشام'],
  ['Kurdish o and e', 'ڕۆژین', 'روزين'],
  ['the article', 'الخطيب', 'خطيب'],
  ['the article before a hamza', 'الأسد', 'أسد'],
  ['servant of God', 'عبد الله', 'عبدالله'],
  ['servant of the merciful', 'عبد الرحمن', 'عبدالرحمن'],
  ['servant of his lord', 'عبد ربه', 'عبدربه'],
  ['a compound with religion', 'نور الدين', 'نورالدين'],
  ['a compound with God', 'نصر الله', 'نصرالله'],
  ['a kunya joined', 'أبو خالد', 'ابوخالد'],
  ['a kunya in the genitive', 'أبي خالد', 'أبو خالد'],
  ['son of', 'خالد بن أحمد', 'خالد أحمد'],
  ['son of, with alef', 'خالد ابن أحمد', 'خالد أحمد'],
  ['spaces', '  خالد   أحمد ', 'خالد أحمد'],
  ['case', 'KHALED', 'khaled'],
  ['accents', 'Ḫālid', 'khalid'],
  ['ayn', 'Saʿid', "Sa'id"],
  ['ayn left out', 'Sa‘id', 'Said'],
  ['the Latin article', 'al-Khatib', 'Khatib'],
  ['the Latin article joined', 'Alkhatib', 'El Khatib'],
  ['an article that sounds like the name', 'ash-Shami', 'al-Shami'],
  ['Latin servant of God', 'Abdullah', 'Abd Allah'],
  ['Latin servant of the merciful', 'Abdulrahman', 'Abd al-Rahman'],
  ['a Latin servant with a doubled letter', 'Abdurrahman', 'Abdel Rahman'],
  ['a Latin compound', 'Salaheddin', 'Salah al-Din'],
  ['a Latin kunya', 'Abou Khaled', 'Abu Khaled'],
  ['Latin son of', 'Khaled bin Ahmad', 'Khaled Ahmad'],
  ['a Kurdish letter', 'Şêrîn', 'Sherin'],
  ['what passports shorten', 'MHD', 'Mohammad'],
  ['digits', 'خالد ٢', 'خالد 2'],
  ['Persian digits', 'خالد ۲', 'خالد 2'],
];

/** Two names that one careless rule more would make one. */
const differentNames: readonly (readonly [string, string])[] = [
  ['حسن', 'حسين'],
  ['عمر', 'عمار'],
  ['سالم', 'سليم'],
  ['خالد', 'خليل'],
  ['محمد', 'محمود'],
  ['أحمد', 'حمد'],
  ['إلياس', 'ياس'],
  ['إلهام', 'هام'],
  ['ألين', 'ين'],
  ['عبد الله', 'عبد الرحمن'],
  ['عبد الله', 'عبد'],
  ['نور الدين', 'نور'],
  ['أبو خالد', 'خالد'],
  ['أم خالد', 'أبو خالد'],
  ['سمير', 'سمر'],
  ['رامي', 'رام'],
  ['Ali', 'Alaa'],
  ['Elias', 'Ias'],
  ['Albert', 'Bert'],
  ['Abdo', 'Abd'],
  ['Hassan', 'Hussein'],
];

/** Any UTF-16 at all, halves of surrogates among it. */
const anyUnits = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('foldName', () => {
  it.each(sameName)('makes one of two spellings: %s', (_what, one, other) => {
    expect(foldName(one)).toBe(foldName(other));
    expect(foldName(one)).not.toBe('');
  });

  it.each(differentNames)('keeps %s and %s apart', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  it('keeps a name that consists of nothing else', () => {
    expect(foldName('بن')).toBe('بن');
    expect(foldName('Al')).toBe('al');
  });

  const pieces = fc.constantFrom(
    ...['عبد', 'الله', 'الدين', 'ال', 'ابو', 'ابي', 'بن', 'ام', 'نور', 'الرحمن', 'ربه', ' ', '-'],
    ...[
      'abd',
      'ul',
      'al',
      'abu',
      'abi',
      'din',
      'allah',
      'ed',
      'bin',
      'ash',
      'sham',
      'um',
      'a',
      'l',
    ],
  );
  const nameLike = fc.array(pieces, { maxLength: 8 }).map((words) => words.join(''));

  test('folding twice gives what folding once gave', () => {
    const text = fc.oneof(nameLike, fc.string(), anyUnits);
    fc.assert(
      fc.property(text, (any) => {
        expect(foldName(foldName(any))).toBe(foldName(any));
      }),
      { numRuns: 2000 },
    );
  });

  test('diacritics, tatweel and invisible marks between the letters change nothing', () => {
    const name = fc.constantFrom(
      ...sameName.map(([, one]) => one).filter((one) => /\p{L}/u.test(one)),
    );
    const mark = fc.constantFrom(
      '\u064e',
      '\u0651',
      '\u0640',
      '\u200d',
      '\u200e',
      '\u202b',
      '\ufeff',
    );
    fc.assert(
      fc.property(name, fc.array(fc.nat()), mark, (text, places, inserted) => {
        const letters = Array.from(text.normalize('NFC'));
        for (const place of places) letters.splice(1 + (place % letters.length), 0, inserted);
        expect(foldName(letters.join(''))).toBe(foldName(text));
      }),
    );
  });

  test('digits of any keyboard are the same digits', () => {
    fc.assert(
      fc.property(fc.nat(), (number) => {
        const western = String(number);
        const digits = (zero: number) =>
          Array.from(western)
            .map((digit) => String.fromCodePoint(zero + Number(digit)))
            .join('');
        expect(foldName(digits(0x660))).toBe(western);
        expect(foldName(digits(0x6f0))).toBe(western);
      }),
    );
  });

  test('takes any text, also half a surrogate', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        expect(() => foldName(text)).not.toThrow();
      }),
    );
  });
});

describe('spellings', () => {
  it.each([
    ['خالد / Khaled', ['خالد', 'Khaled']],
    ['خالد Khaled', ['خالد', 'Khaled']],
    ['Abu Khaled (أبو خالد)', ['Abu Khaled', 'أبو خالد']],
    ['عبد الله', ['عبد الله']],
    ['  ', []],
    [null, []],
  ])('of %j', (part, expected) => {
    expect(spellings(part)).toEqual(expected);
  });
});

test('the full name is what is said aloud: without the mother and the kunya', () => {
  const name: PersonName = {
    given: 'خالد',
    father: 'أحمد',
    grandfather: null,
    family: 'الخطيب',
    mother: 'سلمى',
    kunya: 'أبو أحمد',
  };
  expect(fullName(name)).toBe('خالد أحمد الخطيب');
});

describe('what was typed as a name', () => {
  it.each([[''], [' \n'], ['\u064e\u0651'], ['\u200f\u200b'], ['ـــ'], ['- .']])(
    'is none where nobody can read it: %j',
    (text) => expect(typedName(text)).toBeNull(),
  );
  it.each([[' خالد '], ['Mînak'], ['مُحَمَّد'], ['٣٤٥'], ['李']])('stays as it is: %j', (text) =>
    expect(typedName(text)).toBe(text.trim()),
  );
});
