import type { PhoneHeard } from '$lib/domain/unheard';
import type { Rest } from '$lib/sync/rest';
import * as v from 'valibot';

const schema = v.array(
  v.object({ team_id: v.nullable(v.string()), seen_at: v.nullable(v.string()) }),
);

/** @returns one for each active coordinator and medic; null while the server cannot be asked */
export const readPhonesHeard = async (
  rest: Rest,
  operation: string,
): Promise<PhoneHeard[] | null> => {
  const answer = await rest({ path: 'rpc/phones_heard', body: { operation } });
  const parsed = answer.ok ? v.safeParse(schema, answer.value) : null;
  return parsed?.success ? parsed.output : null;
};
