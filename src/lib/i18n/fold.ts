import { westernDigits } from '../domain/digits.ts';

export { westernDigits };

const marks = /[\p{M}\u0640]/gu;
const letters: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
};
const variants = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');

/**
 * A text as a search compares it: small letters, western digits, without diacritics and tatweel,
 * and with the forms of alef, ya, waw and ta marbuta that Arabic writers use for each other made one.
 */
export const fold = (text: string): string =>
  westernDigits(text)
    .normalize('NFC')
    .replace(variants, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(marks, '')
    .toLowerCase()
    .trim();
