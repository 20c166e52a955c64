/** What an observer must never read, as texts that occur nowhere else. */

/** A text that a leak would carry; `of` is what it stands for, in small Latin letters. */
export const secret = (of: string): string => `qxz${of}`;

/** A text that every member may read: it shows that a way carries texts at all. */
export const openText = 'Open to every member';

/** Numbers that occur nowhere else: a weight, a height, a place of a check-in. */
export const secretNumbers = { weightKg: 141.37, heightCm: 163.73, lat: 33.66417, lon: 36.32817 };

/** Clinical words: restricted rows and answers have them, and nothing else but counts does. */
export const clinicalWords = {
  sign: 'jaundice',
  need: 'tuberculosis_test',
  category: 'expectant',
} as const;

/**
 * What of the secrets an answer holds, each once.
 * - `ids`: those of rows that the observer may not see; `sent`: what was asked, which an answer may repeat
 * - `counts`: the answer may name clinical words, as counts do
 */
export function leaksIn(
  answer: string,
  { ids = [], sent = '', counts = false }: { ids?: string[]; sent?: string; counts?: boolean } = {},
): string[] {
  const texts = answer.match(/qxz[a-z]+/giu) ?? [];
  const numbers = Object.values(secretNumbers).map(String);
  const words = counts ? [] : Object.values<string>(clinicalWords);
  const others = [...numbers, ...words, ...ids];
  return [...new Set([...texts, ...others.filter((one) => answer.includes(one))])].filter(
    (one) => !sent.includes(one),
  );
}
