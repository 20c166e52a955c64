/** The road of letters to the server. */
import * as v from 'valibot';
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import type { Letter } from './letter.ts';
import { letterFaults } from './letter-box.ts';

const answerSchema = v.variant('delivered', [
  v.object({ delivered: v.literal(true), outcome: v.string() }),
  v.object({ delivered: v.literal(false), reason: v.picklist(letterFaults) }),
]);
const answersSchema = v.object({ letters: v.array(answerSchema) });

/** The server's word on one letter. `outcome` is that of its mutation. */
export type LetterAnswer = v.InferOutput<typeof answerSchema>;

export type PostError =
  | { type: 'offline' }
  /** It will not take these as they are: too many, too large, or not letters. */
  | { type: 'refused' }
  /** It could not, or has heard too much from here. */
  | { type: 'server'; retryAfterMs: number };

/** One answer for each letter, in order. */
export type PostLetters = (
  letters: readonly Letter[],
) => Promise<Result<LetterAnswer[], PostError>>;

/** On the slowest network of the field a full post needs this long; then it has been lost. */
const answerWithinMs = 45_000;

/** @param fetcher `fetch`; the letters authenticate themselves, no session is needed */
export const postLetters =
  (fetcher: typeof fetch): PostLetters =>
  async (letters) => {
    let response: Response;
    try {
      response = await fetcher('/letters', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        credentials: 'omit',
        body: JSON.stringify({ letters }),
        signal: AbortSignal.timeout(answerWithinMs),
      });
    } catch {
      return err({ type: 'offline' });
    }
    if (response.status === 400 || response.status === 413) return err({ type: 'refused' });
    const retryAfterMs = (Number(response.headers.get('retry-after')) || 0) * 1_000;
    const body: unknown = response.ok ? await response.json().catch(() => null) : null;
    const parsed = v.safeParse(answersSchema, body);
    if (!parsed.success || parsed.output.letters.length !== letters.length)
      return err({ type: 'server', retryAfterMs });
    return ok(parsed.output.letters);
  };
