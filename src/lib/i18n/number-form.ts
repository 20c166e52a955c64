/** A number as a form has it: text, in the digits of whatever keyboard. */
import { westernDigits } from '$lib/domain/digits';
import { m } from '$lib/paraglide/messages.js';
import { inNumbers } from './numbers';

export interface NumberLimits {
  min: number;
  max: number;
  whole?: boolean;
}

export type NumberRead = { ok: true; value: number | null } | { ok: false };

/** @returns null for an empty field; not ok for what is no number within the limits */
export const readNumber = (text: string, { min, max, whole = false }: NumberLimits): NumberRead => {
  // An Arabic keyboard has its own decimal sign; others have a comma.
  const plain = westernDigits(text.trim()).replace(/[٫,]/u, '.');
  if (plain === '') return { ok: true, value: null };
  if (!/^\d+(\.\d+)?$/u.test(plain)) return { ok: false };
  const value = Number(plain);
  if (value < min || value > max || (whole && !Number.isInteger(value))) return { ok: false };
  return { ok: true, value };
};

/** What is wrong with a number that `readNumber` has refused: 12.5 lies within the limits of breaths. */
export const numberWrongWords = ({ min, max, whole = false }: NumberLimits): string => {
  const limits = { min: inNumbers(min), max: inNumbers(max) };
  return whole ? m.care_number_wrong_whole(limits) : m.care_number_wrong(limits);
};
