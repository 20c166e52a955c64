/** Rows as the rules of tracing read them. */
import type { TracingClaim } from '../tracing-rows.ts';
import type { Claim } from './tracing.ts';

type PersonAt = (id: string) => { merged_into: string | null } | undefined;

/**
 * The record that stands for the same person, where others were merged into it: claims on all of
 * them are about one person [F4].
 */
export const standsFor = (personId: string, personAt: PersonAt): string => {
  const passed = new Set([personId]);
  let at = personId;
  for (let next = personAt(at)?.merged_into; next; next = personAt(at)?.merged_into) {
    if (passed.has(next)) break;
    passed.add(next);
    at = next;
  }
  return at;
};

export const claimOf = (row: TracingClaim, personAt: PersonAt): Claim => ({
  id: row.id,
  requestId: row.request_id,
  personId: standsFor(row.person_id, personAt),
  status: row.status,
  confirmedBy: [row.confirmed_first_by, row.confirmed_second_by].filter((by) => by !== null),
});
