/** The key that letters of an operation are sealed to: made when the first phone asks [T1]. */
import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import { toBase64 } from '../../sync/letters/encoding.ts';

export type KeyError =
  | { type: 'signed_out' }
  | /** No active member. */ { type: 'not_allowed' }
  | { type: 'unavailable' };

const Rows = v.array(v.object({ letter_key: v.nullable(v.string()) }));

/**
 * @param caller Supabase as whoever asks: an operation's row is there for its active members alone
 * @param service Supabase with the secret key
 * @returns the public key: raw (65 bytes, uncompressed), in base64
 */
export const letterKeyOf = async (
  caller: SupabaseClient,
  service: () => SupabaseClient,
  operationId: string,
): Promise<Result<string, KeyError>> => {
  const user = await caller.auth.getUser();
  if (user.error) {
    const { status } = user.error;
    return err({ type: status && status < 500 ? 'signed_out' : 'unavailable' });
  }
  const read = await caller.from('operations').select('letter_key').eq('id', operationId);
  const rows = v.safeParse(Rows, read.data);
  if (read.error || !rows.success) return err({ type: 'unavailable' });
  const [row] = rows.output;
  if (!row) return err({ type: 'not_allowed' });
  if (row.letter_key !== null) return ok(row.letter_key);
  const made = await service().rpc('ensure_letter_key', {
    operation: operationId,
    ...(await newKeyPair()),
  });
  const key = v.safeParse(v.string(), made.data);
  return made.error || !key.success ? err({ type: 'unavailable' }) : ok(key.output);
};

const newKeyPair = async () => {
  const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
  const pair = await crypto.subtle.generateKey(ecdh, true, ['deriveBits']);
  const [raw, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return {
    public_key: toBase64(new Uint8Array(raw)),
    private_key: toBase64(new Uint8Array(pkcs8)),
  };
};
