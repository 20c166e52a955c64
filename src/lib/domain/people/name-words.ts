/** The words of a name that are written in several ways: articles, compounds, kunyas. */
import { isArabic } from './letters.ts';

const sonOf = new Set(['بن', 'ابن', 'بنت', 'bin', 'ibn', 'ben', 'bn', 'bint', 'bent']);

/** Whether a plain word only says whose child the person is. */
export const isSonOf = (word: string): boolean => sonOf.has(word);

/**
 * One plain word as the words that stand for it: none for an article on its own, two for a compound.
 *
 * @param next the word that follows, which an article or a kunya needs
 */
export const rewriteWord = (word: string, next: string | undefined): string[] =>
  isArabic(word) ? arabicWord(word, next) : latinWord(word, next);

/** Names that begin with alef and lam by themselves. */
const withoutArticle = new Set([
  'الله',
  'الياس',
  'الهام',
  'الفت',
  'الين',
  'الما',
  'الماس',
  'البير',
  'البرت',
  'الفرد',
  'الينا',
  'اليسار',
  'اليسا',
  'اليزابيت',
  'الكسندر',
  'الفونس',
]);
const compoundEnd = /^(..+)(الله|الدين|الاسلام)$/u;
const servant = /^(عبد)(ال..+|ربه)$/u;
const fatherOf = /^(ابو)(...+)$/u;

const arabicWord = (word: string, next: string | undefined): string[] => {
  const compound = servant.exec(word) ?? compoundEnd.exec(word) ?? fatherOf.exec(word);
  if (compound) return compound.slice(1);
  if ((word === 'ابي' || word === 'ابا') && next !== undefined) return ['ابو'];
  const named = word.startsWith('ال') && word.length > 3 && !withoutArticle.has(word);
  return [named ? word.slice(2) : word];
};

/** Of each rule, the words that its groups stand for; the first that fits is taken. */
const latinRules: readonly (readonly [RegExp, (...groups: string[]) => string[]])[] = [
  // How Syrian passports shorten the commonest name of all.
  [/^(?:mhd|mohd|muhd)$/u, () => ['mohammad']],
  [/^abd[aeiou]?l+[ae]h?$/u, () => ['abd', 'allah']],
  [/^abd[aeiou]l$/u, () => ['abd']],
  [/^abd[aeiou]l(.{3,})$/u, (rest) => ['abd', rest]],
  // The article sounds like what follows it: "abdurrahman", "abdessalam", often with one letter.
  [
    /^abd[aeiou](?:r(?=r)|s(?=s)|n(?=n)|z(?=z)|t(?=t)|d(?=d))?((?:[rsnztd]|sh)[aeiou].{2,})$/u,
    (rest) => ['abd', rest],
  ],
  [/^(..+)allah?$/u, (head) => [head, 'allah']],
  [/^[aeiu][ld]d(?:i|ee|ie)ne?$/u, () => ['din']],
  [/^(.{3,}?)[aeiu]+[ld]?d(?:i|ee|ie)ne?$/u, (head) => [head, 'din']],
  [/^ab(?:ou|oo|o)$/u, () => ['abu']],
  [/^ab(?:ou|oo|u)([^aeiou].{3,})$/u, (rest) => ['abu', rest]],
  [/^(?:albert|alberto|alfred|alfredo|almira|elmira|elvira|alphonse)$/u, () => []],
  [/^[ae]l([^aeiou].{3,}|[ao][^aeiou].{2,})$/u, (rest) => [rest]],
];

const article = /^(?:[aeiu]l|ul)$/u;
/** "ash-Shami", "ad-Din": an article only before the sound that it takes on. */
const assimilated = /^[aeiu](sh|dh|th|[srdntz])$/u;

const latinWord = (word: string, next: string | undefined): string[] => {
  if (next !== undefined) {
    const alike = assimilated.exec(word)?.[1];
    if (article.test(word) || (alike !== undefined && next.startsWith(alike))) return [];
    if (word === 'abi' || word === 'aba') return ['abu'];
    if (/^(?:ou|u|o|e)mm?$/u.test(word)) return ['um'];
    const servantOf = /^abd[aeiou](sh|[rsndtz])$/u.exec(word)?.[1];
    if (servantOf !== undefined && next.startsWith(servantOf)) return ['abd'];
  }
  for (const [rule, words] of latinRules) {
    const found = rule.exec(word);
    if (!found) continue;
    const rewritten = words(...found.slice(1));
    return rewritten.length > 0 ? rewritten : [word];
  }
  return [word];
};
