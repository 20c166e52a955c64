import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';

const Names = v.array(v.string());
/** As many as one request of Storage takes without trouble. */
const atOnce = 100;

/**
 * Deletes from Storage what no photograph that stands has any more [G5].
 * @param service with the secret key: nobody else may delete a file
 * @returns how many files are gone
 * @throws Error when Supabase does not do it
 */
export const clearPhotos = async (service: SupabaseClient, operation: string): Promise<number> => {
  const found = await service.rpc('photos_to_clear', { operation });
  if (found.error) throw new Error(`photos_to_clear: ${found.error.code}`);
  const names = v.parse(Names, found.data);
  for (let from = 0; from < names.length; from += atOnce) {
    const some = names.slice(from, from + atOnce);
    const { error } = await service.storage.from('person-photos').remove(some);
    if (error) throw new Error('photographs could not be deleted');
  }
  return names.length;
};
