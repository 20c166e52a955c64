/**
 * Records sealed to the server's public key: readable for nobody on this phone, not even with the
 * PIN, and still deliverable [S10]. ECDH on P-256 with a new key a letter, HKDF-SHA-256, AES-GCM.
 */
import type { Mutation } from '../../domain/mutations.ts';

const ecdh = { name: 'ECDH', namedCurve: 'P-256' } as const;
const encoder = new TextEncoder();

/** What lies on the disk and travels to the server as JSON; base64 throughout. */
export interface Letter {
  format: 1;
  /** Which of the server's keys it is for: the SHA-256 of the raw public key, in hex. */
  keyId: string;
  /** The letter's own public key, raw (65 bytes). */
  sender: string;
  iv: string;
  /** The JSON of the mutation. */
  data: string;
}

export interface ServerKey {
  keyId: string;
  raw: Uint8Array<ArrayBuffer>;
  key: CryptoKey;
}

/** @param publicKey raw (65 bytes, uncompressed), in base64, as the operation's settings give it */
export const readServerKey = async (publicKey: string): Promise<ServerKey> => {
  const raw = fromBase64(publicKey);
  const key = await crypto.subtle.importKey('raw', raw, ecdh, false, []);
  return { keyId: hex(await crypto.subtle.digest('SHA-256', raw)), raw, key };
};

export const sealLetter = async (mutation: Mutation, to: ServerKey): Promise<Letter> => {
  const own = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  const sender = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = await crypto.subtle.deriveBits(
    { name: 'ECDH', public: to.key },
    own.privateKey,
    256,
  );
  const key = await letterKey(shared, sender, to.raw, 'encrypt');
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: context(mutation.operation_id, to.keyId) },
    key,
    encoder.encode(JSON.stringify(mutation)),
  );
  return {
    format: 1,
    keyId: to.keyId,
    sender: toBase64(sender),
    iv: toBase64(iv),
    data: toBase64(new Uint8Array(data)),
  };
};

/**
 * The server's side.
 * @returns the mutation as it was sealed, unparsed
 * @throws OperationError when it was sealed to another key, for another operation, or changed
 */
export const openLetter = async (
  letter: Letter,
  operationId: string,
  { raw, privateKey }: { raw: Uint8Array<ArrayBuffer>; privateKey: CryptoKey },
): Promise<unknown> => {
  const sender = fromBase64(letter.sender);
  const theirs = await crypto.subtle.importKey('raw', sender, ecdh, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256);
  const key = await letterKey(shared, sender, raw, 'decrypt');
  const data = await crypto.subtle.decrypt(
    {
      name: 'AES-GCM',
      iv: fromBase64(letter.iv),
      additionalData: context(operationId, letter.keyId),
    },
    key,
    fromBase64(letter.data),
  );
  return JSON.parse(new TextDecoder().decode(data));
};

/** Bound to both public keys, so that a letter cannot be made to fit another pair. */
const letterKey = async (
  shared: ArrayBuffer,
  sender: Uint8Array,
  receiver: Uint8Array,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> => {
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const info = encoder.encode(`daylight letter 1 ${toBase64(sender)} ${toBase64(receiver)}`);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    [use],
  );
};

const context = (operationId: string, keyId: string) =>
  encoder.encode(JSON.stringify(['letter', 1, operationId, keyId]));

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
