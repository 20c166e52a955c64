import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';

export type UploadError =
  /** No whole answer came: later. */
  | { type: 'offline' }
  /** The server does not let this account store it: its word, and it may be another tomorrow. */
  | { type: 'refused' }
  /** What lies there under this name has another size than what was to be sent. */
  | { type: 'other_size'; name: string };

/** Where the parts of one file go; whatever store it is. */
export interface RemoteFolder {
  /** Sizes in bytes of what has arrived whole, by name. */
  list: () => Promise<Result<ReadonlyMap<string, number>, UploadError>>;
  /** A part that is there already is as good as sent. */
  put: (name: string, bytes: ArrayBuffer) => Promise<Result<null, UploadError>>;
}

export interface UploadPart {
  name: string;
  sizeBytes: number;
  read: () => Promise<ArrayBuffer>;
}

export interface UploadOptions {
  folder: RemoteFolder;
  parts: readonly UploadPart[];
  /** After the listing and after each part. */
  onProgress: (sentBytes: number, totalBytes: number) => void;
  signal: AbortSignal;
}

/**
 * Sends the parts that are not there yet, one after the other [E2]. Whatever breaks it off, the next
 * call goes on where this one ended.
 * @throws what `read` throws
 */
export const uploadParts = async ({
  folder,
  parts,
  onProgress,
  signal,
}: UploadOptions): Promise<Result<null, UploadError>> => {
  const there = await folder.list();
  if (!there.ok) return there;
  const total = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const missing: UploadPart[] = [];
  for (const part of parts) {
    const size = there.value.get(part.name);
    if (size === undefined) missing.push(part);
    else if (size !== part.sizeBytes) return err({ type: 'other_size', name: part.name });
  }
  let sent = total - missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  onProgress(sent, total);
  for (const { name, sizeBytes, read } of missing) {
    if (signal.aborted) return err({ type: 'offline' });
    const put = await folder.put(name, await read());
    if (!put.ok) return put;
    sent += sizeBytes;
    onProgress(sent, total);
  }
  return ok(null);
};
