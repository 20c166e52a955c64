import type { SupabaseClient } from '@supabase/supabase-js';
import { downloadZip } from 'client-zip';
import { storedFile, storedParts } from './original.ts';
import type { Package, PackageFile } from './package.ts';

/**
 * A package as one ZIP, made while it is sent: no more than a part of a file is in memory. Nothing
 * in it is compressed, so that every original lies in it byte by byte.
 * @param at the date of its files
 */
export const archiveOf = (
  { files }: Package,
  service: SupabaseClient,
  at: Date,
): ReadableStream<Uint8Array> => {
  const entries = async function* () {
    for (const file of files)
      yield { name: file.path, lastModified: at, input: await inputOf(file, service) };
  };
  const { body } = downloadZip(entries());
  if (!body) throw new Error('the archive has no body');
  return body;
};

const inputOf = async (file: PackageFile, service: SupabaseClient) => {
  if ('text' in file) return file.text;
  return file.isWorkingCopy
    ? new Uint8Array(await storedFile(service, file.item, 'working'))
    : storedParts(service, file.item);
};
