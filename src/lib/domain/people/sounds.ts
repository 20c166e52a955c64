/**
 * One key for the Arabic and the Latin spellings of a name. Arabic writes the consonants and the long
 * vowels; every Latin spelling guesses the short ones anew (Mohammed, Muhammad, Mohamad), and doubles
 * or drops letters. So the key keeps the consonants, and what stands between them is compared apart.
 */
import { isArabic } from './letters.ts';
import { foldName } from './names.ts';

const a = 1;
const i = 2;
const u = 4;
/** Nothing can be said of this place: a vowel that Arabic leaves open, an ayn, an end. */
const any = 8;
/** Written with two vowels: not a short one. */
const long = 16;

/** A word as it sounds: its consonants, and between them (and at both ends) which vowels stand. */
interface Sound {
  key: string;
  /** One more than the key has letters. */
  slots: number[];
}

/** The sounds that Latin spellings do not keep apart are one: ت ث ط, د ذ ض, ز ظ, س ص, ق ك, ه ح. */
const arabicConsonants: Readonly<Record<string, string>> = {
  ب: 'b',
  ت: 't',
  ث: 't',
  ج: 'j',
  ح: 'h',
  خ: 'x',
  د: 'd',
  ذ: 'd',
  ر: 'r',
  ز: 'z',
  س: 's',
  ش: 'c',
  ص: 's',
  ض: 'd',
  ط: 't',
  ظ: 'z',
  غ: 'g',
  ف: 'f',
  ق: 'k',
  ك: 'k',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ه: 'h',
};
const arabicVowels: Readonly<Record<string, number>> = { ا: a, و: u, ي: i, ع: any };

/** Names in alef maqsura, which folding has made a ya: the only ones in which that ya is an "a". */
const endInA = new Set(
  'مصطفي موسي عيسي يحيي سلوي ليلي هدي مني ضحي لبني بشري سلمي يسري نجوي مرتضي مجتبي نهي ندي شذي سهي يمني اروي فدوي نشوي كبري ذكري رؤي روي جني'.split(
    ' ',
  ),
);

const arabicSound = (word: string): Sound => {
  const letters = Array.from(word.replace('لله', 'له'));
  // "Fatima" and "Fatimah", "Saleh" and "Sala7": Latin spellings do not tell an end in h from none.
  if (letters.length > 2 && /[هح]$/u.test(word)) letters.pop();
  const endsInI = word.endsWith('ي') && letters.length > 1 && !endInA.has(word);
  const sound: Sound = { key: '', slots: [0] };
  letters.forEach((letter, at) => {
    const consonant = arabicConsonants[letter];
    if (consonant !== undefined) add(sound, consonant);
    else if (at === 0) begin(sound, letter);
    else if (endsInI && at === letters.length - 1) add(sound, 'y');
    else stretch(sound, arabicVowels[letter] ?? any);
  });
  return ended(sound);
};

const begin = (sound: Sound, letter: string) => {
  if (letter === 'و') add(sound, 'w');
  else if (letter === 'ي') add(sound, 'y');
  else {
    add(sound, 'a');
    stretch(sound, any);
  }
};

const latinDigraphs: readonly (readonly [RegExp, string])[] = [
  // Numbers for letters, as on phones without an Arabic keyboard.
  [/[23]/gu, 'a'],
  [/7/gu, 'h'],
  [/5/gu, 'x'],
  [/c(?!h)/gu, 'k'],
  [/sch|sh|ch/gu, 'c'],
  [/kh/gu, 'x'],
  [/gh/gu, 'g'],
  [/th/gu, 't'],
  [/dh/gu, 'd'],
  [/ph|v/gu, 'f'],
  [/dj/gu, 'j'],
  [/q/gu, 'k'],
  [/p/gu, 'b'],
  // French writes Walid as Oualid.
  [/^ou(?=[aei])/u, 'w'],
];
const latinVowels: Readonly<Record<string, number>> = {
  a,
  e: a | i,
  i,
  y: i,
  o: u,
  u,
  w: u,
};
/** French writes a short "u" so; but before the last consonant it is long, as in Mahmoud. */
const shortThoughTwo = /^(?:ou|oo)$/u;

const latinSound = (word: string): Sound => {
  const spelled = latinDigraphs.reduce((so, [from, to]) => so.replace(from, to), word);
  const endsInI = /.(?:[iy]|ee|ie)$/u.test(spelled);
  const stem = spelled.replace(endsInI ? /(?:ee|ie|[iy]+)$/u : /(?<=[aeiou])h$/u, '');
  const sound: Sound = { key: '', slots: [0] };
  for (const { 0: run, index } of stem.matchAll(/[aeiouwy]+|[^aeiouwy]/gu)) {
    const consonant = latinVowels[run.charAt(0)] === undefined;
    const closing = index + run.length === stem.length - 1;
    if (consonant) addOnce(sound, run);
    else if (sound.key === '') beginLatin(sound, run);
    else stretch(sound, vowelsOf(run) | (closing && shortThoughTwo.test(run) ? long : 0));
  }
  if (endsInI) add(sound, 'y');
  return ended(sound);
};

const beginLatin = (sound: Sound, run: string) => {
  const glide = /^[wy]/u.exec(run)?.[0];
  add(sound, glide ?? 'a');
  stretch(sound, vowelsOf(glide === undefined ? run : run.slice(1)));
};

/** A lone "e" may stand for any short vowel: Yousef, Yusuf. */
const vowelsOf = (run: string): number =>
  run === 'e'
    ? a | i | u
    : Array.from(run).reduce(
        (vowels, letter) => vowels | (latinVowels[letter] ?? 0),
        run.length > 1 && !shortThoughTwo.test(run) ? long : 0,
      );

const add = (sound: Sound, letter: string) => {
  sound.key += letter;
  sound.slots.push(0);
};

/** A doubled letter is one sound: "Hussein", "Mohammed". */
const addOnce = (sound: Sound, letter: string) => {
  if (sound.key.endsWith(letter) && sound.slots.at(-1) === 0) return;
  add(sound, letter);
};

const stretch = (sound: Sound, vowels: number) => {
  sound.slots[sound.slots.length - 1] = (sound.slots.at(-1) ?? 0) | vowels;
};

const ended = (sound: Sound): Sound => {
  stretch(sound, any);
  return sound;
};

/** A number, as prisons give them, is read by its digits: it is no letter of a phone's keyboard. */
const isNumber = (word: string): boolean => /^\d+$|\d{3}/u.test(word);

/** The words of a folded name as they sound, in order. */
const soundsOf = (folded: string): Sound[] =>
  folded
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      if (isNumber(word)) return { key: word, slots: [any] };
      const sound = isArabic(word) ? arabicSound(word) : latinSound(word);
      return sound.key === '' ? { key: word, slots: [any] } : sound;
    });

const keyOf = (sounds: readonly Sound[]): string => sounds.map(({ key }) => key).join(' ');

/** A word of a name, folded, and its key. */
export interface NameWord {
  folded: string;
  key: string;
}

/** The words of a name or a part of one, made ready for comparison. */
export const nameWords = (text: string): NameWord[] => {
  const folded = foldName(text);
  if (folded === '') return [];
  const sounds = soundsOf(folded);
  return folded.split(' ').map((word, at) => ({ folded: word, key: sounds[at]?.key ?? '' }));
};

/**
 * The key under which Arabic and Latin spellings of one name meet: its consonants, word by word
 * ("عبد الرحمن" and "Abdulrahman": "abd rhmn"). Names that sound alike share it too (Hassan and
 * Hussein): it finds candidates, `soundAlike` tells more, and neither proves that two are the same.
 */
export const transliterationKey = (text: string): string => keyOf(soundsOf(foldName(text)));

/**
 * Whether one text can be the other's spelling in another script, or another Latin spelling of it:
 * the same key, and no vowel written where the other one cannot have it. Symmetric.
 * Two Arabic spellings are not compared by sound: for them `foldName` is exact.
 */
export const soundAlike = (one: string, other: string): boolean => {
  const [first, second] = [foldName(one), foldName(other)];
  if (first === '' || second === '') return false;
  if (isArabic(first) && isArabic(second)) return first === second;
  const [left, right] = [soundsOf(first), soundsOf(second)];
  return (
    keyOf(left) === keyOf(right) &&
    left.every(({ slots }, at) => agree(slots, right[at]?.slots ?? []))
  );
};

const agree = (one: readonly number[], other: readonly number[]): boolean =>
  one.every((left, at) => {
    const right = other[at] ?? 0;
    if (((left | right) & any) !== 0) return true;
    if (left === 0 || right === 0) return ((left | right) & long) === 0;
    return (left & right & (a | i | u)) !== 0;
  });
