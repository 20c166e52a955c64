import { westernDigits } from '../digits.ts';

/**
 * Letters made one, as Lucene's ArabicNormalizer does for Arabic (hamza, ta marbuta, alef maqsura,
 * harakat, tatweel), and further for what phones and passports add.
 */

/** Letters that do not fall apart under NFKD, and the Persian, Urdu and Kurdish ones. */
const arabicLetters: Readonly<Record<string, string>> = {
  ٱ: 'ا',
  ٲ: 'ا',
  ٳ: 'ا',
  ٵ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ێ: 'ي',
  ے: 'ي',
  ۍ: 'ي',
  ٸ: 'ي',
  ة: 'ه',
  ۃ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ۆ: 'و',
  ۇ: 'و',
  ۋ: 'و',
  ٶ: 'و',
  ک: 'ك',
  ڪ: 'ك',
  گ: 'ك',
  ڭ: 'ك',
  پ: 'ب',
  چ: 'ج',
  ژ: 'ز',
  ڤ: 'ف',
  ڕ: 'ر',
  ڑ: 'ر',
  ڵ: 'ل',
  ٹ: 'ت',
  ڈ: 'د',
  ں: 'ن',
};
const arabicVariants = new RegExp(`[${Object.keys(arabicLetters).join('')}]`, 'gu');

/** Letters with marks that are sounds of their own: DIN 31635 and the Kurdish and Turkish alphabets. */
const latinSounds: readonly (readonly [RegExp, string])[] = [
  [/s\p{M}*[\u0327\u030c\u0326]/gu, 'sh'],
  [/c\p{M}*[\u0327\u030c]/gu, 'ch'],
  [/h\p{M}*[\u032e\u0331]/gu, 'kh'],
  [/g\p{M}*[\u0306\u0307]/gu, 'gh'],
  [/g\p{M}*\u030c/gu, 'j'],
  [/t\p{M}*\u0331/gu, 'th'],
  [/d\p{M}*\u0331/gu, 'dh'],
  [/ß/gu, 'ss'],
  [/æ/gu, 'ae'],
  [/œ/gu, 'oe'],
  [/ø/gu, 'o'],
  [/ł/gu, 'l'],
  [/đ/gu, 'd'],
  [/ı/gu, 'i'],
];

/** Marks, invisible characters, tatweel, hamza on the line, and every apostrophe that stands for it. */
const dropped = /[\p{M}\p{Cf}\u0640\u0621\u0674\u02b0-\u02ff'’‘‛`´′‵]/gu;
const nonWord = /[^\p{L}\p{N}]+/gu;

/** Words of plain letters and digits with single spaces between. */
export const plainText = (text: string): string => {
  const apart = text.normalize('NFKD').toLowerCase().normalize('NFKD');
  const sounded = latinSounds.reduce((so, [from, to]) => so.replace(from, to), apart);
  return westernDigits(sounded)
    .replace(dropped, '')
    .replace(arabicVariants, (letter) => arabicLetters[letter] ?? letter)
    .replace(nonWord, ' ')
    .trim();
};

/** The letters of the script decide by which rules a word is read. */
export const isArabic = (word: string): boolean => /\p{Script=Arabic}/u.test(word);
