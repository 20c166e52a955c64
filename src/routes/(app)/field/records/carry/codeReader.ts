/** Reads QR codes: with the browser's own detector where it has one, else with a decoder in JavaScript. */

import type { DecodeQR } from 'qr/decode.js';

export type CodeReader = (source: HTMLVideoElement | ImageBitmap) => Promise<string[]>;

interface Detector {
  detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** Loaded when somebody scans: no other page ships it. */
export const openCodeReader = async (): Promise<CodeReader> => {
  const own = await ownDetector();
  if (own) return async (source) => (await own.detect(source)).map(({ rawValue }) => rawValue);
  const { decodeQR } = await import('qr/decode.js');
  return (source) => {
    for (const size of sizes(source)) {
      const found = decode(decodeQR, source, size);
      if (found !== null) return Promise.resolve([found]);
    }
    return Promise.resolve([]);
  };
};

const ownDetector = async (): Promise<Detector | null> => {
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    const formats = (await found?.getSupportedFormats()) ?? [];
    return found && formats.includes('qr_code') ? new found({ formats: ['qr_code'] }) : null;
  } catch {
    // Some systems have the class, and no service behind it.
    return null;
  }
};

/** What an old phone decodes in a fraction of a second. */
const liveSize = 800;

/** A picture is tried at several sizes; of the camera there is another one at once. */
const sizes = (source: HTMLVideoElement | ImageBitmap): number[] =>
  source instanceof ImageBitmap ? [liveSize, 1600, 3200] : [liveSize];

const decode = (
  decodeQR: DecodeQR,
  source: HTMLVideoElement | ImageBitmap,
  most: number,
): string | null => {
  const [width, height] =
    source instanceof ImageBitmap
      ? [source.width, source.height]
      : [source.videoWidth, source.videoHeight];
  if (width === 0 || height === 0) return null;
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(image, { timeLimit: 200 });
  } catch {
    // No code in this picture.
    return null;
  }
};
