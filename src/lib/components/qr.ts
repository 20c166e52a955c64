/** A QR code as one path of an SVG. */
export interface QrCode {
  /** In units of one module. */
  path: string;
  /** Modules on a side, the quiet zone of 4 modules on each side included. */
  size: number;
}

const quietZone = 4;

/** Draws a text as a QR code; the library is loaded when the first one is drawn. */
export const qrCode = async (text: string): Promise<QrCode> => {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + quietZone} ${row + quietZone}h1v1h-1z`;
    }
  }
  return { path, size: modules.size + 2 * quietZone };
};
