/** From a file as the person gave it to what is recorded of it; the hash comes before all else [V1]. */
import { mostEvidenceBytes, type EvidencePayloads } from '$lib/domain/evidence-rows';
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import { sha256Hex } from '$lib/files/sha256';
import { workingCopy } from '$lib/files/working-copy';

export type EvidencePayload = EvidencePayloads['evidence.record'];
export type CaptureError = { type: 'empty' } | { type: 'too_big' } | { type: 'unreadable' };

/** What a person says of it, and where it belongs. */
export type SaidOfEvidence = Pick<EvidencePayload, 'method'> &
  Partial<Pick<EvidencePayload, 'source' | 'site_id' | 'area_id' | 'task_id' | 'report_id'>>;

/** Where the phone was, as it says itself. */
export interface CapturePosition {
  lat: number;
  lon: number;
  accuracyM: number;
}

/** The largest accuracy that the server takes, in metres: a phone that knows less knows nothing. */
const coarsestM = 1_000_000;

export const positionFields = (
  position: CapturePosition | null,
): Pick<EvidencePayload, 'lat' | 'lon' | 'accuracy_m'> =>
  position === null || !(position.accuracyM <= coarsestM)
    ? {}
    : { lat: position.lat, lon: position.lon, accuracy_m: position.accuracyM };

export interface Captured {
  /** The original bytes, untouched. */
  bytes: ArrayBuffer;
  preview: ArrayBuffer | null;
  payload: EvidencePayload;
}

const isMediaType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,90}$/;
/** What the server takes as a name, in characters. */
const longestName = 255;

export const capture = async (
  file: File,
  said: SaidOfEvidence,
  nowMs: number,
  makeWorkingCopy: typeof workingCopy = workingCopy,
): Promise<Result<Captured, CaptureError>> => {
  if (file.size === 0) return err({ type: 'empty' });
  if (file.size > mostEvidenceBytes) return err({ type: 'too_big' });
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return err({ type: 'unreadable' });
  }
  const sha256 = await sha256Hex(bytes);
  const preview = await makeWorkingCopy(file);
  const type = file.type.toLowerCase();
  const payload: EvidencePayload = {
    sha256,
    size_bytes: bytes.byteLength,
    media_type: isMediaType.test(type) ? type : 'application/octet-stream',
    original_name: file.name.slice(0, longestName),
    collected_at: new Date(nowMs).toISOString(),
    ...said,
    ...(preview && {
      working_sha256: await sha256Hex(preview),
      working_bytes: preview.byteLength,
    }),
  };
  return ok({ bytes, preview, payload });
};
