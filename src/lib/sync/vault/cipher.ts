/** How bodies lie on the disk: AES-GCM where the browser has WebCrypto, else in clear. */
import { StorageError } from '../storage-error.ts';

export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer } | { text: string };

/** `context` says what the body belongs to: a body moved elsewhere no longer opens. */
export interface Cipher {
  seal(text: string, context: string): Promise<Sealed>;
  /** @throws StorageError `failed`, when it is not what was sealed there */
  open(sealed: Sealed, context: string): Promise<string>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** NIST SP 800-38D: 96 bits, random, for far fewer than 2^32 messages a key. */
const ivBytes = 12;

/** @param key AES-GCM, 256 bits, for encrypting and decrypting */
export const aesCipher = (key: CryptoKey): Cipher => ({
  seal: async (text, context) => {
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(context) };
    return { iv, data: await crypto.subtle.encrypt(algorithm, key, encoder.encode(text)) };
  },
  open: async (sealed, context) => {
    if (!('iv' in sealed)) throw new StorageError('failed');
    const { iv, data } = sealed;
    const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(context) };
    try {
      return decoder.decode(await crypto.subtle.decrypt(algorithm, key, data));
    } catch (cause) {
      throw new StorageError('failed', cause);
    }
  },
});

/** For pages over plain http, which browsers give no WebCrypto. */
export const clearCipher: Cipher = {
  seal: (text) => Promise.resolve({ text }),
  open: (sealed) =>
    'text' in sealed ? Promise.resolve(sealed.text) : Promise.reject(new StorageError('locked')),
};
