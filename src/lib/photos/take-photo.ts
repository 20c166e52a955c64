/** From a file as the camera gave it to the picture that is kept: smaller, and without its metadata. */
import type { PhotoConsentGiver, PhotoPayloads } from '$lib/domain/photo-rows';
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import { sha256Hex } from '$lib/files/sha256';
import { workingCopy } from '$lib/files/working-copy';

export type PhotoPayload = Omit<PhotoPayloads['photo.record'], 'person_version'>;

/** What this browser cannot show as a picture is kept nowhere: nobody could look at it. */
export interface PhotoError {
  type: 'no_picture';
}

/** Of whom it is, and who agreed to it [G1]. */
export interface SaidOfPhoto {
  personId: string;
  consentBy: PhotoConsentGiver;
}

export interface TakenPhoto {
  /** A JPEG; the original, with the place that a camera writes into it, is kept nowhere. */
  bytes: ArrayBuffer;
  payload: PhotoPayload;
}

/** @param nowMs a picture chosen from the phone's files may be older: its file says so */
export const takePhoto = async (
  file: File,
  { personId, consentBy }: SaidOfPhoto,
  nowMs: number,
  makePicture: typeof workingCopy = workingCopy,
): Promise<Result<TakenPhoto, PhotoError>> => {
  const bytes = await makePicture(file);
  if (!bytes) return err({ type: 'no_picture' });
  const takenMs = file.lastModified > 0 ? Math.min(file.lastModified, nowMs) : nowMs;
  return ok({
    bytes,
    payload: {
      person_id: personId,
      sha256: await sha256Hex(bytes),
      size_bytes: bytes.byteLength,
      taken_at: new Date(takenMs).toISOString(),
      consent_by: consentBy,
    },
  });
};
