import { beforeAll, describe, expect, test, vi } from 'vitest';
import { newServerKey, newSigner, statusMutation } from '../testing/letters.ts';
import { author, operationId, uuid } from '../testing/rows.ts';
import { pack } from './deflate.ts';
import { toBase64 } from './encoding.ts';
import { letterToBytes } from './letter-bytes.ts';
import { letterSchema } from './letter.ts';
import { isSignedBy, openLetter, readLetterKey, sealLetter } from './sealing.ts';
import * as v from 'valibot';

const mutation = statusMutation();
let server: Awaited<ReturnType<typeof newServerKey>>;
let signer: Awaited<ReturnType<typeof newSigner>>;
beforeAll(async () => {
  [server, signer] = await Promise.all([newServerKey(), newSigner()]);
});
const seal = async () => sealLetter(mutation, await readLetterKey(server.publicKey), signer);
const open = async () => {
  const content = await openLetter(await seal(), operationId, server);
  if (!content) throw new Error('does not open');
  return content;
};

describe('sealing', () => {
  test('[T1] the server reads what was sealed to it, word for word', async () => {
    const content = await open();
    expect(content.text).toBe(JSON.stringify(mutation));
    expect(content).toMatchObject({ author: author.userId, device: signer.device });
  });

  test('[T1] no two letters look alike, and none shows what is in it', async () => {
    const [one, other] = [await seal(), await seal()];
    expect(one.data).not.toBe(other.data);
    expect(one.sender).not.toBe(other.sender);
    for (const secret of [mutation.id, author.userId, signer.device])
      expect(JSON.stringify(one)).not.toContain(secret);
  });

  test('[T1] another key, another operation or any changed part opens nothing', async () => {
    const letter = await seal();
    const changed = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    const openings = await Promise.all([
      openLetter(letter, operationId, await newServerKey()),
      openLetter(letter, uuid('1'), server),
      openLetter({ ...letter, data: changed(letter.data) }, operationId, server),
      openLetter({ ...letter, iv: changed(letter.iv) }, operationId, server),
      openLetter({ ...letter, sender: (await seal()).sender }, operationId, server),
      openLetter({ ...letter, packed: !letter.packed }, operationId, server),
      openLetter({ ...letter, keyId: '0123456789abcdef' }, operationId, server),
    ]);
    expect(openings).toEqual(openings.map(() => null));
  });

  test('[T1] a browser that cannot compress seals all the same', async () => {
    vi.stubGlobal('CompressionStream', undefined);
    const letter = await seal();
    vi.unstubAllGlobals();
    expect(letter.packed).toBe(false);
    expect(await openLetter(letter, operationId, server)).toMatchObject({
      text: JSON.stringify(mutation),
    });
  });

  test('[K7] a usual status letter fits a QR code that an old phone reads', async () => {
    const id = () => crypto.randomUUID();
    const usual = { ...mutation, id: id(), operation_id: id(), entity_id: id() };
    const by = { ...signer, author: id() };
    const letter = await sealLetter(usual, await readLetterKey(server.publicKey), by);
    // Version 16 of 40 at level L holds 586 bytes.
    expect(letterToBytes(letter).length).toBeLessThan(586);
  });

  test('[T5] a small letter that would unpack to very much is none', async () => {
    const bomb = await pack(new Uint8Array(4 * 1024 * 1024));
    expect(bomb.bytes.length).toBeLessThan(8_000);
    const { unpack } = await import('./deflate.ts');
    await expect(unpack(bomb)).rejects.toThrow(RangeError);
  });

  test('what is no public key is refused', async () => {
    await expect(readLetterKey(btoa('no key'))).rejects.toThrow();
  });

  test('its form is what travels', async () => {
    const letter = await seal();
    expect(v.parse(letterSchema, JSON.parse(JSON.stringify(letter)))).toEqual(letter);
  });
});

describe('signing', () => {
  test('[T3] the device that wrote it is known by its key', async () => {
    expect(await isSignedBy(await open(), operationId, signer.publicKey)).toBe(true);
  });

  test('[T3] another device, account, operation or text is not what was signed', async () => {
    const content = await open();
    const other = await newSigner();
    const checks = await Promise.all([
      isSignedBy(content, operationId, other.publicKey),
      isSignedBy(content, uuid('1'), signer.publicKey),
      isSignedBy({ ...content, author: uuid('a', 9) }, operationId, signer.publicKey),
      isSignedBy({ ...content, device: other.device }, operationId, signer.publicKey),
      isSignedBy({ ...content, text: `${content.text} ` }, operationId, signer.publicKey),
      isSignedBy(
        { ...content, signature: toBase64(new Uint8Array(64)) },
        operationId,
        signer.publicKey,
      ),
      isSignedBy(content, operationId, 'no key'),
    ]);
    expect(checks).toEqual(checks.map(() => false));
  });

  test('[T1] the key that signs cannot be taken out of the browser', async () => {
    await expect(crypto.subtle.exportKey('jwk', signer.key)).rejects.toThrow();
  });
});
