/** @returns SHA-256 in lower-case hexadecimal */
export const sha256Hex = async (
  bytes: ArrayBuffer,
  subtle: SubtleCrypto = crypto.subtle,
): Promise<string> => {
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
};
