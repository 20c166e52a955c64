/** PINs: what is one, and which ones anybody would try first. */

const shortestPin = 6;
export const longestPin = 32;

export type PinFault =
  | 'too_short'
  | 'too_long'
  /** One digit, or a few, again and again: 111111, 121212, 123123. */
  | 'repeated'
  /** Up or down in steps of one: 123456, 987654. */
  | 'sequence'
  /** A year at its beginning or its end: birthdays are tried first. */
  | 'year';

/** What was typed on any keyboard as digits 0 to 9; everything else is left out. */
export const pinDigits = (typed: string): string =>
  typed
    .normalize('NFKC')
    // Arabic-Indic and Persian digits: their place in the block is their value.
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[^0-9]/gu, '');

/** Why these digits are no PIN to be trusted; null when they are. */
export const pinFault = (digits: string): PinFault | null => {
  if (digits.length < shortestPin) return 'too_short';
  if (digits.length > longestPin) return 'too_long';
  if (isCycle(digits)) return 'repeated';
  if (isSequence(digits)) return 'sequence';
  return hasYear(digits) ? 'year' : null;
};

/** Whether it is a few digits over and over, at least twice; the last time may be cut off. */
const isCycle = (digits: string): boolean =>
  [1, 2, 3, 4].some(
    (length) =>
      digits.length >= 2 * length &&
      Array.from(digits).every((digit, place) => digit === digits[place % length]),
  );

const isSequence = (digits: string): boolean => {
  const steps = Array.from(digits)
    .slice(1)
    .map((digit, place) => {
      const step = Number(digit) - Number(digits[place]);
      // 890123 goes on over the zero.
      return step === -9 ? 1 : step === 9 ? -1 : step;
    });
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
};

/** Of at most eight digits, as a date has them: 199012, 121990, 12051990, 19900512. */
const hasYear = (digits: string): boolean =>
  digits.length <= 8 &&
  [digits.slice(0, 4), digits.slice(-4)].some((part) => /^(19[3-9]|20[0-4])\d$/u.test(part));
