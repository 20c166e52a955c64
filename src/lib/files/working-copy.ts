/** The smaller picture that is shown in an original's place: no evidence, and without its metadata. */

const longestSidePx = 1_280;
/** The most that the server takes as a working copy, in bytes. */
const mostBytes = 1_048_576;
const qualities = [0.8, 0.6, 0.4];

/** @returns a JPEG; null for what this browser cannot show as a picture */
export const workingCopy = async (original: Blob): Promise<ArrayBuffer | null> => {
  if (!original.type.startsWith('image/')) return null;
  try {
    const picture = await createImageBitmap(original);
    const scale = Math.min(1, longestSidePx / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    for (const quality of qualities) {
      const blob = await jpegOf(canvas, quality);
      if (blob && blob.size <= mostBytes) return await blob.arrayBuffer();
    }
  } catch {
    // A picture that this browser does not know: it is kept all the same, without a working copy.
  }
  return null;
};

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
