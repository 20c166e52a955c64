/** Reading what people type into the forms: texts, numbers in either script, lists. */
import { westernDigits } from '$lib/i18n/fold';

/** Null for a text without anything to read in it. */
export const textOf = (typed: string): string | null => typed.trim() || null;

/**
 * A number as written in either script, with a point, a comma or the Arabic decimal sign.
 *
 * @returns null for nothing, undefined for what is no number
 */
export const numberOf = (typed: string): number | null | undefined => {
  const text = westernDigits(typed)
    .replace(/[\u200e\u200f\s]/gu, '')
    .replace(/[,\u066b]/u, '.')
    .replace(/\u2212/u, '-');
  if (text === '') return null;
  return /^-?\d{1,9}(\.\d{1,12})?$/u.test(text) ? Number(text) : undefined;
};

/** A whole number of 0 or more; null for nothing, undefined for anything else. */
export const countOf = (typed: string): number | null | undefined => {
  const number = numberOf(typed);
  return number === null || (number !== undefined && Number.isInteger(number) && number >= 0)
    ? number
    : undefined;
};

/** The parts of a text written with commas of either script, semicolons or line breaks; each once. */
export const listOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[,;\n\u060c\u061b]/u)
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];

/** Both names; the one that was left out is the same as the other. */
export const namesOf = (en: string, ar: string): { name_en: string; name_ar: string } => ({
  name_en: en.trim() || ar.trim(),
  name_ar: ar.trim() || en.trim(),
});
