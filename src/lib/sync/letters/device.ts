/** The key that a phone signs letters with: made once an account, never shown, never moved. */
import { newId } from '../ids.ts';
import { toBase64 } from './encoding.ts';

export interface Device {
  id: string;
  /** ECDSA on P-256; the private one cannot be taken out of the browser. */
  keys: CryptoKeyPair;
  /** Raw (65 bytes, uncompressed), in base64. */
  publicKey: string;
  /** The server knows it. */
  registered: boolean;
}

export const newDevice = async (): Promise<Device> => {
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  return { id: newId(), keys, publicKey: toBase64(raw), registered: false };
};
