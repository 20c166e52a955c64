/** What the database says goes into a package: the answer of export_evidence. */
import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';

const text = v.nullable(v.string());
const Item = v.object({
  id: v.string(),
  operation_id: v.string(),
  sha256: v.string(),
  size_bytes: v.number(),
  media_type: v.string(),
  original_name: text,
  method: v.string(),
  source: text,
  collected_at: v.string(),
  created_at: v.string(),
  stored_at: text,
  checked_at: text,
  checked_sha256: text,
  site_id: text,
  area_id: text,
  task_id: text,
  report_id: text,
  lat: v.nullable(v.number()),
  lon: v.nullable(v.number()),
  accuracy_m: v.nullable(v.number()),
  working_sha256: text,
  actor_id: v.string(),
  team_id: text,
});
const Custody = v.object({
  id: v.string(),
  operation_id: v.string(),
  evidence_id: v.string(),
  seq: v.number(),
  action: v.string(),
  from_party: text,
  to_party: text,
  reason: text,
  actor_id: text,
  actor_role: text,
  actor_team_id: text,
  device_at: text,
  received_at: v.string(),
  prev_hash: v.string(),
  hash: v.string(),
});
const Content = v.object({
  operation_id: v.string(),
  exported_at: v.string(),
  log: v.object({ count: v.number(), head_hash: v.string() }),
  items: v.array(Item),
  custody: v.array(Custody),
  events: v.array(v.looseObject({ id: v.string(), seq: v.number() })),
});
export type Content = v.InferOutput<typeof Content>;
export type ExportedItem = Content['items'][number];

/**
 * Reads what a package says of these items, as their admin.
 * @throws Error when the caller may not, or it cannot be read
 */
export const readContent = async (
  caller: SupabaseClient,
  operation: string,
  items: readonly string[],
): Promise<Content> => {
  const answer = await caller.rpc('export_evidence', { operation, items });
  if (answer.error) throw new Error(`export_evidence: ${answer.error.code}`);
  return v.parse(Content, answer.data);
};
