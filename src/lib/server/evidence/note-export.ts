import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';

const Answers = v.array(v.object({ outcome: v.picklist(['applied', 'duplicate']) }));

/**
 * Writes into the custody of each item that its admin exports it, and for whom.
 * @throws Error when one is refused: nothing is exported then
 */
export const noteExport = async (
  caller: SupabaseClient,
  operation: string,
  items: readonly string[],
  to: string,
): Promise<void> => {
  const deviceAt = new Date().toISOString();
  const batch = items.map((item) => ({
    id: crypto.randomUUID(),
    operation_id: operation,
    kind: 'custody.record',
    entity_id: item,
    base_version: null,
    payload: { action: 'exported', to_party: to },
    device_at: deviceAt,
  }));
  const answer = await caller.rpc('apply_mutations', { batch });
  if (answer.error) throw new Error(`apply_mutations: ${answer.error.code}`);
  v.parse(Answers, answer.data);
};
