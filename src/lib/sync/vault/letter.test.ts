import { beforeAll, expect, test } from 'vitest';
import type { Mutation } from '../../domain/mutations.ts';
import { operationId, uuid } from '../testing/rows.ts';
import { openLetter, readServerKey, sealLetter } from './letter.ts';

const mutation: Mutation = {
  id: uuid('f', 1),
  operation_id: operationId,
  kind: 'task.comment',
  entity_id: uuid('7', 1),
  base_version: 1,
  payload: { body: 'طرق على الجدار' },
  device_at: '2024-12-08T04:00:00Z',
};

const newServer = async () => {
  const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return { raw, privateKey, publicKey: btoa(String.fromCharCode(...raw)) };
};
let server: Awaited<ReturnType<typeof newServer>>;
beforeAll(async () => {
  server = await newServer();
});
const seal = async () => sealLetter(mutation, await readServerKey(server.publicKey));

test('[S10] the server reads what was sealed to it', async () => {
  expect(await openLetter(await seal(), operationId, server)).toEqual(mutation);
});

test('[S10] no two letters look alike, and none shows what is in it', async () => {
  const [one, other] = [await seal(), await seal()];
  expect(one.data).not.toBe(other.data);
  expect(one.sender).not.toBe(other.sender);
  expect(JSON.stringify(one)).not.toContain(mutation.id);
});

test('[S10] another key, another operation or a changed letter opens nothing', async () => {
  const letter = await seal();
  const flipped = letter.data.startsWith('A') ? 'B' : 'A';
  const openings = await Promise.allSettled([
    openLetter(letter, operationId, await newServer()),
    openLetter(letter, uuid('1'), server),
    openLetter({ ...letter, data: `${flipped}${letter.data.slice(1)}` }, operationId, server),
  ]);
  for (const opening of openings)
    expect(opening).toMatchObject({ status: 'rejected', reason: { name: 'OperationError' } });
});

test('what is no public key is refused', async () => {
  await expect(readServerKey(btoa('no key'))).rejects.toThrow();
});
