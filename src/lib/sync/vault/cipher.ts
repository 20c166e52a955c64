/** How bodies lie on the disk: AES-GCM where the browser has WebCrypto, else in clear. */
import { StorageError } from '../storage-error.ts';

export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer } | { text: string };

export interface SealedBytes {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** `context` says what the body belongs to: a body moved elsewhere no longer opens. */
export interface Cipher {
  seal(text: string, context: string): Promise<Sealed>;
  /** @throws StorageError `failed`, when it is not what was sealed there */
  open(sealed: Sealed, context: string): Promise<string>;
  /** The same for the bytes of a file. @throws StorageError `failed` where there is no WebCrypto */
  sealBytes(bytes: ArrayBuffer, context: string): Promise<SealedBytes>;
  /** @throws StorageError `failed`, when it is not what was sealed there */
  openBytes(sealed: SealedBytes, context: string): Promise<ArrayBuffer>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** NIST SP 800-38D: 96 bits, random, for far fewer than 2^32 messages a key. */
const ivBytes = 12;

/** @param key AES-GCM, 256 bits, for encrypting and decrypting */
export const aesCipher = (key: CryptoKey): Cipher => {
  const sealBytes = async (bytes: BufferSource, context: string): Promise<SealedBytes> => {
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(context) };
    return { iv, data: await crypto.subtle.encrypt(algorithm, key, bytes) };
  };
  const openBytes = async ({ iv, data }: SealedBytes, context: string): Promise<ArrayBuffer> => {
    const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(context) };
    try {
      return await crypto.subtle.decrypt(algorithm, key, data);
    } catch (cause) {
      throw new StorageError('failed', cause);
    }
  };
  return {
    sealBytes,
    openBytes,
    seal: (text, context) => sealBytes(encoder.encode(text), context),
    open: async (sealed, context) => {
      if (!('iv' in sealed)) throw new StorageError('failed');
      return decoder.decode(await openBytes(sealed, context));
    },
  };
};

/** For pages over plain http, which browsers give no WebCrypto. */
export const clearCipher: Cipher = {
  seal: (text) => Promise.resolve({ text }),
  open: (sealed) =>
    'text' in sealed ? Promise.resolve(sealed.text) : Promise.reject(new StorageError('locked')),
  // Files are kept where they can be hashed, and what hashes them seals them too.
  sealBytes: () => Promise.reject(new StorageError('failed')),
  openBytes: () => Promise.reject(new StorageError('failed')),
};
