/**
 * The keys of one account on this phone, and how they lie on the disk.
 * One data key seals all bodies. It lies wrapped: by a key that the browser keeps and never shows,
 * or, once there is a PIN, by a key that only the PIN yields. Setting a PIN wraps it anew, no more.
 */

/** OWASP Password Storage Cheat Sheet, 2023: at least 600,000 for PBKDF2-HMAC-SHA-256. */
const pinIterations = 600_000;
const saltBytes = 16;
const ivBytes = 12;
const aes = { name: 'AES-GCM', length: 256 } as const;

export interface Wrapped {
  iv: Uint8Array<ArrayBuffer>;
  key: ArrayBuffer;
}

export interface PinSettings {
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
}

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** A key that wraps and is never shown: IndexedDB can keep it, no script can read it. */
export const newDeviceKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey(aes, false, ['wrapKey', 'unwrapKey']);

/** Extractable, for it is about to be wrapped; in use it is not: see `unwrapDataKey`. */
export const newDataKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey(aes, true, ['encrypt', 'decrypt']);

export const newPinSettings = (iterations = pinIterations): PinSettings => ({
  salt: random(saltBytes),
  iterations,
});

/** Slow by design: a second or two on an old phone, in a thread of the browser's own. */
export const pinKey = async (pin: string, settings: PinSettings): Promise<CryptoKey> => {
  const material = new TextEncoder().encode(pin.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', material, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', ...settings },
    base,
    aes,
    false,
    ['wrapKey', 'unwrapKey'],
  );
};

export const wrapDataKey = async (dataKey: CryptoKey, by: CryptoKey): Promise<Wrapped> => {
  const iv = random(ivBytes);
  return { iv, key: await crypto.subtle.wrapKey('raw', dataKey, by, { name: 'AES-GCM', iv }) };
};

/**
 * @param extractable true only to wrap it anew
 * @throws OperationError when `by` is another key than the one that wrapped it
 */
export const unwrapDataKey = (
  { iv, key }: Wrapped,
  by: CryptoKey,
  extractable = false,
): Promise<CryptoKey> =>
  crypto.subtle.unwrapKey('raw', key, by, { name: 'AES-GCM', iv }, aes, extractable, [
    'encrypt',
    'decrypt',
  ]);
