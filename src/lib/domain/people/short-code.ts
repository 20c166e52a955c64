/**
 * The short code of a person: what is said on the radio, written on a wristband and scanned.
 *
 * It is drawn from the person's id, so that two phones without a network need not agree on anything:
 * 35 bits of the id in seven characters of Crockford's base 32, and a check character.
 * Among n people about n² / 2^36 pairs share a code: at 30,000 people 0.013, so one operation in 76
 * of that size has one such pair; six characters would make it 0.42.
 * A code is therefore a way to find a person, never a key: it is not unique by constraint, nobody is
 * refused for it, and a scan that finds two people shows both for a person to choose.
 */
import { westernDigits } from '../digits.ts';
import { err, ok, type Result } from '../result.ts';

/** Crockford's: the digits and letters without I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const dataLength = 7;
const codeLength = dataLength + 1;
const groupLength = 4;

/**
 * The check is a sum in the field of 32 elements (x^5 + x^2 + 1), each place with another weight:
 * two codes with the same check differ in two places at least, and never by two places exchanged.
 * Crockford's own check is modulo 37 and needs five signs more, that no one reads out on a radio.
 */
const times2 = (value: number): number => (value << 1) ^ (value & 16 ? 0b100101 : 0);

const check = (values: readonly number[]): number =>
  values.reduce((sum, value) => times2(sum ^ value), 0);

const grouped = (values: readonly number[]): string => {
  const text = values.map((value) => alphabet.charAt(value)).join('');
  return `${text.slice(0, groupLength)}-${text.slice(groupLength)}`;
};

/**
 * "K7M2-4QXR" for a person's UUID. Drawn from its last 48 bits, which are random in versions 4 and 7
 * alike. The database draws it the same way.
 */
export const shortCode = (id: string): string => {
  let bits = BigInt(`0x${id.slice(-12)}`);
  const values: number[] = [];
  while (values.length < dataLength) {
    values.unshift(Number(bits & 31n));
    bits >>= 5n;
  }
  return grouped([...values, check(values)]);
};

export type CodeError =
  | { type: 'wrong_length'; expected: number; found: number }
  | { type: 'unknown_character'; character: string }
  | { type: 'wrong_check' };

/**
 * What was typed or scanned, as the characters of a code: capitals, western digits, without white
 * space, hyphens and invisible marks; O read as 0, I and L as 1. Also for the beginning of a code.
 */
export const codeCharacters = (text: string): string =>
  westernDigits(text.normalize('NFKC'))
    .replace(/[\s\p{Cf}\p{Pd}\u2212\u0640_.]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');

/**
 * The code that a text means, in the form of `shortCode`. The check finds every single character
 * misread and every two exchanged; of other mistakes it lets one in 32 pass.
 */
export const parseCode = (text: string): Result<string, CodeError> => {
  const characters = Array.from(codeCharacters(text));
  const values = characters.map((character) => alphabet.indexOf(character));
  const unknown = characters[values.indexOf(-1)];
  if (unknown !== undefined) return err({ type: 'unknown_character', character: unknown });
  if (values.length !== codeLength)
    return err({ type: 'wrong_length', expected: codeLength, found: values.length });
  if (check(values.slice(0, dataLength)) !== values[dataLength])
    return err({ type: 'wrong_check' });
  return ok(grouped(values));
};
