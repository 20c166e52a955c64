import type { Mutation } from '../../domain/mutations.ts';
import { newDevice } from '../letters/device.ts';
import { toBase64 } from '../letters/encoding.ts';
import type { Letter } from '../letters/letter.ts';
import { readLetterKey, sealLetter } from '../letters/sealing.ts';
import { author, operationId, uuid } from './rows.ts';

/** What a usual status change looks like. */
export const statusMutation = (serial = 1, reason = 'الطابق السفلي مغمور بالماء'): Mutation => ({
  id: uuid('f', serial),
  operation_id: operationId,
  kind: 'task.status',
  entity_id: uuid('7', serial),
  base_version: 4_711,
  payload: { status: 'blocked', from: 'in_progress', reason },
  device_at: '2024-12-08T04:00:00.000Z',
});

/** The key pair of an operation, as the server makes it. */
export const newServerKey = async () => {
  const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return { raw, privateKey, publicKey: toBase64(raw) };
};

/** A phone that can write letters. */
export const newSigner = async (authorId: string = author.userId) => {
  const { id, keys, publicKey } = await newDevice();
  return { author: authorId, device: id, key: keys.privateKey, publicKey };
};

/** Letters that differ, to a key of their own. */
export const someLetters = async (count: number): Promise<Letter[]> => {
  const [server, signer] = await Promise.all([newServerKey(), newSigner()]);
  const key = await readLetterKey(server.publicKey);
  return Promise.all(
    Array.from({ length: count }, (_, at) => sealLetter(statusMutation(at), key, signer)),
  );
};
