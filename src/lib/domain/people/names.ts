/** Names of people in their parts, and the one form in which they are searched and compared. */
import { plainText } from './letters.ts';
import { rewriteWord, isSonOf } from './name-words.ts';

/**
 * A name as it was given, each part as typed: in Arabic, in Latin letters, or in both
 * ("خالد / Khaled"). A part that nobody knows is null.
 */
export interface PersonName {
  given: string | null;
  father: string | null;
  grandfather: string | null;
  family: string | null;
  /** The mother's given name, with her family's where known: what tells namesakes apart. */
  mother: string | null;
  /** "أبو خالد": what friends and fellow detainees call them. */
  kunya: string | null;
}

export const nameParts = ['given', 'father', 'grandfather', 'family', 'mother', 'kunya'] as const;
export type NamePart = (typeof nameParts)[number];

/**
 * What was typed as a name, or as a part of one. Null for white space, marks and invisible
 * characters alone: nobody could read, say or find it.
 */
export const typedName = (text: string): string | null =>
  plainText(text) === '' ? null : text.trim();

/** What is said aloud as the name: without the mother and the kunya. */
export const fullName = ({ given, father, grandfather, family }: PersonName): string =>
  [given, father, grandfather, family].filter((part) => part !== null && part !== '').join(' ');

/** One compound taken apart uncovers another ("ابوعبدالله"); real names need four rounds at most. */
const maxRounds = 12;

/**
 * A name, or a part of one, as it is compared: words with single spaces between, small letters,
 * western digits; without diacritics, tatweel, invisible marks, apostrophes and hamza; the forms of
 * alef, ya, ta marbuta and the Persian letters as their Arabic ones.
 * The article is left out ("الخطيب" is "خطيب", "al-Khatib" is "khatib"), so is "son of";
 * compounds stand apart ("عبدالله" is "عبد الله", "Salaheddine" is "salah din"); أبي and أبا are أبو.
 * Folding twice gives what folding once gave. Takes any text, never throws.
 *
 * For a search in names; places and free text are folded by i18n/fold, which keeps every word.
 */
export const foldName = (text: string): string => {
  let words = plainText(text).split(' ');
  for (let round = 0; round < maxRounds; round += 1) {
    const rewritten = rewrite(words);
    if (rewritten.length === words.length && rewritten.every((word, at) => word === words[at]))
      break;
    words = rewritten;
  }
  return words.join(' ');
};

const rewrite = (words: readonly string[]): string[] => {
  const kept = words.filter((word) => !isSonOf(word));
  const named = kept.length > 0 ? kept : words;
  return named.flatMap((word, at) => rewriteWord(word, named[at + 1]));
};

const separators = /[/|\\,;،؛()[\]\n]+/u;
const scriptChange =
  /(?<=\p{Script=Arabic})\s+(?=\p{Script=Latin})|(?<=\p{Script=Latin}[\p{M}.'’]*)\s+(?=\p{Script=Arabic})/u;

/** The spellings that one part holds: "خالد / Khaled" and "خالد Khaled" hold two. */
export const spellings = (part: string | null): string[] =>
  part === null
    ? []
    : part
        .split(separators)
        .flatMap((piece) => piece.split(scriptChange))
        .map((piece) => piece.trim())
        .filter((piece) => piece !== '');
