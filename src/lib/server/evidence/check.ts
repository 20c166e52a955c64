import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import { storedParts, type StoredItem } from './original.ts';

const Found = v.object({ sha256: v.string(), matches: v.boolean() });
export type Found = v.InferOutput<typeof Found>;

/**
 * Hashes the stored bytes of an item and notes what they are, in its custody and in the log [V2].
 * @throws Error when they cannot be read or the note cannot be taken
 */
export const checkStored = async (service: SupabaseClient, item: StoredItem): Promise<Found> => {
  const hash = createHash('sha256');
  for await (const part of storedParts(service, item)) hash.update(part);
  const noted = await service.rpc('record_evidence_check', {
    item: item.id,
    found_sha256: hash.digest('hex'),
  });
  if (noted.error) throw new Error(`record_evidence_check: ${noted.error.code}`);
  return v.parse(Found, noted.data);
};
