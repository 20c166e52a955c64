/**
 * Letters: records sealed to the operation's public key, so that nobody on a phone can read them,
 * and signed by the phone, so that the server knows whose they are [T1].
 * Sealing: ECDH on P-256 with a new key a letter, HKDF-SHA-256, AES-GCM. Signing: ECDSA on P-256
 * with SHA-256. docs/decisions/0009-letters.md says why.
 */
import * as v from 'valibot';
import type { Mutation } from '../../domain/mutations.ts';
import { pack, type Packed, unpack } from './deflate.ts';
import { type Bytes, fromBase64, sha256, toBase64, toHex } from './encoding.ts';
import { contentSchema, type Letter, type LetterContent } from './letter.ts';

const ecdh = { name: 'ECDH', namedCurve: 'P-256' } as const;
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;
const encoder = new TextEncoder();

/** The operation's public key. */
export interface LetterKey {
  keyId: string;
  raw: Bytes;
  key: CryptoKey;
}

/** The key of one letter, and of no other: it can be made before there is something to seal. */
export interface Envelope {
  /** Of the key that it is sealed to. */
  keyId: string;
  /** The public half of the pair that was made for it: 65 bytes, uncompressed. */
  sender: Bytes;
  key: CryptoKey;
}

/** Who writes letters on this phone. */
export interface Signer {
  author: string;
  device: string;
  /** ECDSA on P-256, for signing. */
  key: CryptoKey;
}

/** @param raw 65 bytes, uncompressed */
export const letterKeyId = async (raw: Bytes): Promise<string> =>
  toHex((await sha256(raw)).subarray(0, 8));

/**
 * @param publicKey raw (65 bytes, uncompressed), in base64: `operations.letter_key`
 * @throws for what is no such key
 */
export const readLetterKey = async (publicKey: string): Promise<LetterKey> => {
  const raw = fromBase64(publicKey);
  const key = await crypto.subtle.importKey('raw', raw, ecdh, false, []);
  return { keyId: await letterKeyId(raw), raw, key };
};

export const newEnvelope = async ({ keyId, key, raw }: LetterKey): Promise<Envelope> => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  const sender = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const shared = await agree(key, privateKey);
  return { keyId, sender, key: await sealingKey(shared, { sender, receiver: raw }, 'encrypt') };
};

/** @param prepared used for this letter, and never again */
export const sealLetter = async (
  mutation: Mutation,
  to: LetterKey,
  by: Signer,
  prepared?: Envelope,
): Promise<Letter> => {
  // Side by side: the person waits until the record is kept, and the record for its letter.
  const [packed, { sender, key }] = await Promise.all([
    signedContent(mutation, by),
    prepared?.keyId === to.keyId ? prepared : newEnvelope(to),
  ]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const head = { keyId: to.keyId, packed: packed.isPacked };
  const additionalData = context(mutation.operation_id, head);
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    packed.bytes,
  );
  return {
    format: 2,
    ...head,
    sender: toBase64(sender),
    iv: toBase64(iv),
    data: toBase64(new Uint8Array(data)),
  };
};

const signedContent = async (
  mutation: Mutation,
  { author, device, key }: Signer,
): Promise<Packed> => {
  const text = JSON.stringify(mutation);
  const signed = signedText({ text, author, device }, mutation.operation_id);
  const signature = toBase64(new Uint8Array(await crypto.subtle.sign(signing, key, signed)));
  const content: LetterContent = { text, author, device, signature };
  return pack(encoder.encode(JSON.stringify(content)));
};

/**
 * The server's side; says nothing of whose it is: see `isSignedBy`.
 * @returns null when it was sealed to another key, for another operation, or changed
 */
export const openLetter = async (
  letter: Letter,
  operationId: string,
  { raw, privateKey }: { raw: Bytes; privateKey: CryptoKey },
): Promise<LetterContent | null> => {
  try {
    const sender = fromBase64(letter.sender);
    const theirs = await crypto.subtle.importKey('raw', sender, ecdh, false, []);
    const shared = await agree(theirs, privateKey);
    const key = await sealingKey(shared, { sender, receiver: raw }, 'decrypt');
    const iv = fromBase64(letter.iv);
    const additionalData = context(operationId, letter);
    const data = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData },
      key,
      fromBase64(letter.data),
    );
    const bytes = await unpack({ bytes: new Uint8Array(data), isPacked: letter.packed });
    const content = v.safeParse(contentSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return content.success ? content.output : null;
  } catch {
    // Whatever went wrong, it is no letter of this key.
    return null;
  }
};

/**
 * Whether the device wrote exactly this, for this operation.
 * @param publicKey the device's: raw (65 bytes, uncompressed), in base64
 */
export const isSignedBy = async (
  content: LetterContent,
  operationId: string,
  publicKey: string,
): Promise<boolean> => {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), ecdsa, false, [
      'verify',
    ]);
    const signature = fromBase64(content.signature);
    return await crypto.subtle.verify(signing, key, signature, signedText(content, operationId));
  } catch {
    return false;
  }
};

/** What is signed: of a form that nothing else signs, for one account, phone and operation. */
const signedText = (
  { text, author, device }: Omit<LetterContent, 'signature'>,
  operationId: string,
): Bytes => encoder.encode(['daylight letter 2', operationId, author, device, text].join('\n'));

const agree = (publicKey: CryptoKey, privateKey: CryptoKey): Promise<ArrayBuffer> =>
  crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256);

/** Bound to both public keys, so that a letter cannot be made to fit another pair. */
const sealingKey = async (
  shared: ArrayBuffer,
  { sender, receiver }: { sender: Bytes; receiver: Bytes },
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> => {
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const info = encoder.encode(`daylight letter 2 ${toBase64(sender)} ${toBase64(receiver)}`);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    [use],
  );
};

const context = (operationId: string, { keyId, packed }: Pick<Letter, 'keyId' | 'packed'>): Bytes =>
  encoder.encode(JSON.stringify(['letter', 2, operationId, keyId, packed]));
