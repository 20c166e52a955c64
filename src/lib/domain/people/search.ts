/** Finding a person by any part of the name, in either script, or by the short code. */
import { isArabic } from './letters.ts';
import { nameParts, spellings, type PersonName } from './names.ts';
import { codeCharacters } from './short-code.ts';
import { nameWords, soundAlike, type NameWord } from './sounds.ts';

/** A person made ready to be searched: make it once for each row, not for each letter typed. */
export interface SearchEntry {
  words: NameWord[];
  /** The code's letters and digits without its hyphen. */
  code: string;
}

/** A query made ready: once for each change of the text. */
export interface NameQuery {
  words: NameWord[];
  /** What was typed as the beginning of a code, or "" where it cannot be one. */
  code: string;
}

export interface Match {
  /** By what it was found, so that a list can say "sounds like". */
  by: 'code' | 'name' | 'sound';
  /** 0 is the nearest. Ranks of one query can be compared. */
  rank: number;
}

/** The least that a code is searched by: fewer characters would bring up too many people. */
const leastOfCode = 3;
const soundLength = 2;

/**
 * @param code as shown or without its hyphen; "" for none
 * @param alsoKnownAs what else they are called, which is found like the name
 */
export const searchEntry = (
  name: PersonName,
  code: string,
  alsoKnownAs: readonly string[] = [],
): SearchEntry => ({
  words: [...nameParts.map((part) => name[part]), ...alsoKnownAs]
    .flatMap(spellings)
    .flatMap(nameWords),
  code: codeCharacters(code),
});

export const nameQuery = (text: string): NameQuery => {
  const code = codeCharacters(text);
  return { words: nameWords(text), code: code.length >= leastOfCode ? code : '' };
};

/**
 * How well an entry answers a query, or null: every word of the query has to be found in another word
 * of the name, whole, by its beginning or by its sound, in any order; or the query begins the code.
 * An empty query matches everybody with rank 0.
 */
export const matchesQuery = (query: NameQuery, entry: SearchEntry): Match | null => {
  if (query.code !== '' && entry.code.startsWith(query.code)) return { by: 'code', rank: 0 };
  const left = [...entry.words];
  let rank = 0;
  for (const word of query.words) {
    const best = nearest(word, left);
    if (best === null) return null;
    left.splice(best.at, 1);
    rank += best.distance;
  }
  return { by: rank >= bySound ? 'sound' : 'name', rank };
};

const byBeginning = 1;
/** More than any query has words, so that one word found by sound ranks below all found by name. */
const bySound = 100;
const bySoundOfBeginning = 2 * bySound;

const nearest = (
  word: NameWord,
  among: readonly NameWord[],
): { at: number; distance: number } | null => {
  let best: { at: number; distance: number } | null = null;
  for (const [at, other] of among.entries()) {
    const distance = distanceTo(word, other);
    if (distance !== null && (best === null || distance < best.distance)) best = { at, distance };
  }
  return best;
};

const distanceTo = (word: NameWord, other: NameWord): number | null => {
  if (other.folded === word.folded) return 0;
  if (other.folded.startsWith(word.folded)) return byBeginning;
  if (isArabic(word.folded) && isArabic(other.folded)) return null;
  if (other.key === word.key) return soundAlike(word.folded, other.folded) ? bySound : null;
  const begins = word.key.length >= soundLength && other.key.startsWith(word.key);
  return begins ? bySoundOfBeginning : null;
};
