import { err, ok } from '../domain/result.ts';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { RemoteFolder, UploadError } from './upload';

/** More than any file has parts, so that one page is the whole list. */
const mostParts = 1_000;

/** A folder of a bucket of Supabase Storage. No object is ever written over. */
export const storageFolder = (
  client: Pick<SupabaseClient, 'storage'>,
  bucket: string,
  folder: string,
): RemoteFolder => ({
  list: async () => {
    const { data, error } = await client.storage.from(bucket).list(folder, { limit: mostParts });
    if (error) return err(uploadError(error));
    return ok(new Map(data.flatMap(({ name, metadata }) => sizeOf(name, metadata))));
  },
  put: async (name, bytes) => {
    const { error } = await client.storage.from(bucket).upload(`${folder}/${name}`, bytes, {
      upsert: false,
      contentType: 'application/octet-stream',
    });
    if (!error || codeOf(error) === '409') return ok(null);
    return err(uploadError(error));
  },
});

/** An entry without a size is a folder. */
const sizeOf = (name: string, metadata: unknown): [string, number][] => {
  const size = (metadata as { size?: unknown } | null)?.size;
  // Hosted Storage lists names in the folder, the embedded one whole paths.
  return typeof size === 'number' ? [[name.slice(name.lastIndexOf('/') + 1), size]] : [];
};

/** Storage answers 400 to many things, with the status that it means in the body. */
const codeOf = (error: object): string =>
  String((error as { statusCode?: unknown }).statusCode ?? (error as { status?: unknown }).status);

/** Told by the status, never by the message. */
const uploadError = (error: object): UploadError =>
  /^4(?!08|29)/.test(codeOf(error)) ? { type: 'refused' } : { type: 'offline' };
