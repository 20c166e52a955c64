/** What else a person is called: other names and spellings, a nickname, a number given in prison. */
import { err, ok, type Result } from '../result.ts';
import { typedName } from './names.ts';

/** As many as a record keeps; the database refuses more (private.fault_in_person). */
export const mostAliases = 20;
/** Characters of one. */
const longestAlias = 200;

export type AliasError = { type: 'too_many_aliases' } | { type: 'alias_too_long'; alias: string };

/** Of lists as people write them in either script. A slash stays: it holds two spellings of one name. */
const separator = /[\n\r,،;؛]+/u;

/** Whether a text holds more than one name, or the end of one. */
export const hasSeparator = (text: string): boolean => separator.test(text);

/** The names in a text as somebody wrote or pasted it, each with single spaces, without empty ones. */
export const splitAliases = (text: string): string[] =>
  text
    .split(separator)
    .map((name) => typedName(name.replace(/\s+/gu, ' ')))
    .filter((name) => name !== null);

/**
 * The list with what stands in a text added at its end. Each name once, whatever its capitals;
 * spellings that differ are kept, for they are what a search is helped by.
 *
 * @returns an error where one does not fit: then nothing of the text is added
 */
export const withAliases = (
  aliases: readonly string[],
  text: string,
): Result<string[], AliasError> => {
  const all = [...aliases];
  for (const alias of splitAliases(text)) {
    if (Array.from(alias).length > longestAlias) return err({ type: 'alias_too_long', alias });
    if (!all.some((one) => isSameText(one, alias))) all.push(alias);
  }
  return all.length > mostAliases ? err({ type: 'too_many_aliases' }) : ok(all);
};

const isSameText = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (text: string): string => text.normalize('NFC').toLowerCase().trim();
