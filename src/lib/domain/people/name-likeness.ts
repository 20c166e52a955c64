/** How alike two parts of names are, whichever script each is in. */
import { isArabic } from './letters.ts';
import { nameParts, spellings, type NamePart, type PersonName } from './names.ts';
import { nameWords, soundAlike, type NameWord } from './sounds.ts';

interface Spelling extends NameWord {
  arabic: boolean;
  words: NameWord[];
}

/** The parts of a name made ready for comparison: each with its spellings, none where not known. */
export type PreparedName = Record<NamePart, Spelling[]>;

/** What else somebody is called, made ready for comparison. */
export interface PreparedAlias {
  words: NameWord[];
  /** The words that are not in the name itself: what an alias repeats of it counts once. */
  beyond: NameWord;
}

/** The spellings of texts met before: thousands of people share a few hundred names. */
export type KnownSpellings = Map<string, Spelling[]>;

export const prepareName = (name: PersonName, known: KnownSpellings): PreparedName =>
  Object.fromEntries(
    nameParts.map((part) => [part, preparedSpellings(name[part] ?? '', known)]),
  ) as PreparedName;

const preparedSpellings = (part: string, known: KnownSpellings): Spelling[] => {
  const before = known.get(part);
  if (before) return before;
  const prepared = spellings(part)
    .map(spelling)
    .filter(({ words }) => words.length > 0);
  known.set(part, prepared);
  return prepared;
};

export const prepareAliases = (
  aliases: readonly string[],
  name: PreparedName,
  known: KnownSpellings,
): PreparedAlias[] => {
  if (aliases.length === 0) return [];
  const own = nameParts.flatMap((part) => name[part].flatMap(({ words }) => words));
  return aliases
    .flatMap((alias) => preparedSpellings(alias, known))
    .map(({ words }) => ({
      words,
      beyond: joined(words.filter((word) => !within([word], own))),
    }));
};

const joined = (words: readonly NameWord[]): NameWord => ({
  folded: words.map(({ folded }) => folded).join(' '),
  key: words.map(({ key }) => key).join(' '),
});

/** Whether one of the aliases has all words of a part in it, in one of its spellings. */
export const aliasSays = (
  aliases: readonly PreparedAlias[],
  part: readonly { words: NameWord[] }[],
): boolean => aliases.some(({ words }) => part.some((spelt) => within(spelt.words, words)));

/** Whether two are called the same beside their names. */
export const shareAlias = (
  one: readonly PreparedAlias[],
  other: readonly PreparedAlias[],
): boolean =>
  one.some(({ beyond: left }) =>
    other.some(
      ({ beyond: right }) =>
        left.folded !== '' && (left.folded === right.folded || sounds(left, right)),
    ),
  );

const spelling = (text: string): Spelling => {
  const words = nameWords(text);
  const whole = joined(words);
  return { ...whole, arabic: isArabic(whole.folded), words };
};

/**
 * - same: letter by letter, once folded;
 * - sound: one may be the other's spelling in another script;
 * - part: all words of one are among the other's ("محمد خالد" and "خالد");
 * - slip: one letter more, less, other or exchanged, in a name long enough for that to be a slip.
 */
export type Likeness = 'same' | 'sound' | 'part' | 'slip';
const nearestFirst: readonly Likeness[] = ['same', 'sound', 'part', 'slip'];

/** How alike two parts are at best; "differs" when both are known and not alike, null when one is not. */
export const partLikeness = (
  one: readonly Spelling[],
  other: readonly Spelling[],
): Likeness | 'differs' | null => {
  if (one.length === 0 || other.length === 0) return null;
  const found = one.flatMap((left) => other.map((right) => spellingLikeness(left, right)));
  return nearestFirst.find((likeness) => found.includes(likeness)) ?? 'differs';
};

const spellingLikeness = (one: Spelling, other: Spelling): Likeness | null => {
  if (one.folded === other.folded) return 'same';
  if (sounds(one, other)) return 'sound';
  const [fewer, more] = one.words.length < other.words.length ? [one, other] : [other, one];
  if (fewer.words.length < more.words.length && within(fewer.words, more.words)) return 'part';
  return one.arabic === other.arabic && isSlip(one.folded, other.folded) ? 'slip' : null;
};

/** The keys first: they are at hand, the sounds have to be worked out. */
const sounds = (one: NameWord, other: NameWord): boolean =>
  one.key === other.key && soundAlike(one.folded, other.folded);

const within = (fewer: readonly NameWord[], more: readonly NameWord[]): boolean =>
  fewer.every((word) => more.some((other) => other.folded === word.folded || sounds(word, other)));

/** Of shorter names a letter makes another: أحمد and محمد, حسن and حسين, عمر and عمار. */
const leastForSlip = 5;

const isSlip = (one: string, other: string): boolean => {
  if (Math.min(one.length, other.length) < leastForSlip) return false;
  if (Math.abs(one.length - other.length) > 1) return false;
  const start = commonStart(one, other);
  const [left, right] = [one.slice(start), other.slice(start)];
  if (left.length !== right.length)
    return left.length > right.length ? left.slice(1) === right : right.slice(1) === left;
  const exchanged = left.charAt(1) + left.charAt(0) + left.slice(2) === right;
  return exchanged || left.slice(1) === right.slice(1);
};

const commonStart = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one.charAt(at) === other.charAt(at)) at += 1;
  return at;
};
