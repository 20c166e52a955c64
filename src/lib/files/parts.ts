/** A file as parts of 1 MiB [V2]: what has arrived is never sent again. */
import { partBytes } from '../domain/evidence-rows.ts';

export const partCount = (sizeBytes: number): number => Math.ceil(sizeBytes / partBytes);

/** "part-0000"; the same in Storage and in private.part_path. */
export const partName = (part: number): string => `part-${String(part).padStart(4, '0')}`;

export const partSize = (sizeBytes: number, part: number): number =>
  Math.min(partBytes, sizeBytes - part * partBytes);

export const partOf = (bytes: ArrayBuffer, part: number): ArrayBuffer =>
  bytes.slice(part * partBytes, part * partBytes + partSize(bytes.byteLength, part));
