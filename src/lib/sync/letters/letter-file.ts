/** Letters as a file that any road may bring to a phone with a network: sealed, with a clear header. */
import * as v from 'valibot';
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import { fromBase64, toBase64 } from './encoding.ts';
import { letterFromBytes, letterToBytes } from './letter-bytes.ts';
import type { Letter } from './letter.ts';

const format = 'daylight-letters-1';

const fileSchema = v.object({
  format: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** ISO time, by the clock of the phone that made it. */
  made_at: v.string(),
  /** Each as its bytes, in base64. */
  letters: v.array(v.unknown()),
});

/** @param madeAt ISO time */
export const letterFile = (letters: readonly Letter[], madeAt: string): string =>
  `${JSON.stringify(
    {
      format,
      count: letters.length,
      made_at: madeAt,
      letters: letters.map((letter) => toBase64(letterToBytes(letter))),
    } satisfies v.InferInput<typeof fileSchema>,
    null,
    1,
  )}\n`;

export interface LetterFile {
  letters: Letter[];
  /** Entries that are no letters, or that the header counts and that are not there. */
  damaged: number;
}

export const readLetterFile = (
  text: string,
): Result<LetterFile, { type: 'not_ours' } | { type: 'newer' }> => {
  const parsed = v.safeParse(fileSchema, parseJson(text));
  if (!parsed.success) return err({ type: 'not_ours' });
  const { output } = parsed;
  if (output.format !== format)
    return err({ type: /^daylight-letters-\d+$/.test(output.format) ? 'newer' : 'not_ours' });
  const letters = output.letters.flatMap((entry) => readEntry(entry) ?? []);
  return ok({ letters, damaged: Math.max(output.letters.length, output.count) - letters.length });
};

const readEntry = (entry: unknown): Letter | null => {
  if (typeof entry !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(entry)) return null;
  try {
    return letterFromBytes(fromBase64(entry));
  } catch {
    // Base64 that was cut off.
    return null;
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
