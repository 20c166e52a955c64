/** The stored bytes of an item, part by part, past the policies: who may ask was decided before. */
import type { SupabaseClient } from '@supabase/supabase-js';
import { partCount, partName } from '../../files/parts.ts';

export interface StoredItem {
  id: string;
  operation_id: string;
  size_bytes: number;
}

/** @throws Error when a part cannot be read */
export async function* storedParts(
  service: SupabaseClient,
  item: StoredItem,
): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < partCount(item.size_bytes); part += 1)
    yield await storedFile(service, item, partName(part));
}

/** @throws Error when it cannot be read */
export const storedFile = async (
  service: SupabaseClient,
  { operation_id, id }: StoredItem,
  name: string,
): Promise<Uint8Array> => {
  const path = `${operation_id}/${id}/${name}`;
  const { data, error } = await service.storage.from('evidence').download(path);
  if (error) throw new Error('a part of an item cannot be read');
  return new Uint8Array(await data.arrayBuffer());
};
