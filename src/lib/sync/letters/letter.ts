/** What a letter is: a record sealed for the server, and signed [T1]. `sealing.ts` makes and opens it. */
import * as v from 'valibot';

/** What lies on the disk and travels to the server as JSON; base64 throughout. */
export interface Letter {
  format: 2;
  /** Which of the server's keys it is for: the first 8 bytes of its SHA-256, in hex. */
  keyId: string;
  /** The letter's own public key, raw (65 bytes). */
  sender: string;
  /** 12 bytes. */
  iv: string;
  /** The JSON of `LetterContent`, sealed. */
  data: string;
  /** It was compressed (deflate-raw) before it was sealed. */
  packed: boolean;
}

/** What is in a letter. */
export interface LetterContent {
  /** The JSON of the mutation, exactly as it was signed. */
  text: string;
  /** The account. */
  author: string;
  /** The phone of the account, as it was registered. */
  device: string;
  /** Over `signedText`; base64, 64 bytes. */
  signature: string;
}

const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
export const letterSchema = v.object({
  format: v.literal(2),
  keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  sender: v.pipe(base64, v.length(88)),
  iv: v.pipe(base64, v.length(16)),
  data: v.pipe(base64, v.maxLength(400_000)),
  packed: v.boolean(),
}) satisfies v.GenericSchema<unknown, Letter>;

export const contentSchema = v.object({
  text: v.string(),
  author: v.pipe(v.string(), v.uuid()),
  device: v.pipe(v.string(), v.uuid()),
  signature: v.pipe(base64, v.length(88)),
}) satisfies v.GenericSchema<unknown, LetterContent>;
