import type { Rest } from '$lib/sync/rest';
import * as v from 'valibot';

const schema = v.object({ total: v.number(), stored: v.number() });
export type EvidenceCounts = v.InferOutput<typeof schema>;

/** How many items there are, for who may not see them. @returns null while the server cannot be asked */
export const readEvidenceCounts = async (
  rest: Rest,
  operation: string,
): Promise<EvidenceCounts | null> => {
  const answer = await rest({ path: 'rpc/evidence_counts', body: { operation } });
  const parsed = answer.ok ? v.safeParse(schema, answer.value) : null;
  return parsed?.success ? parsed.output : null;
};
