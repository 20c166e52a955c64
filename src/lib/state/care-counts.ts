import {
  handoffStatuses,
  triageCategories,
  type HandoffStatus,
  type TriageCategory,
} from '$lib/domain/care/vocabulary';
import type { Rest } from '$lib/sync/rest';
import * as v from 'valibot';

/** How many care cases there are, for those who may not see them. */
export interface CareCounts {
  /** ISO time at which the server counted. */
  asOf: string;
  cases: number;
  needsReview: number;
  overdue: number;
  /** `none`: nobody has triaged yet. */
  byCategory: Readonly<Partial<Record<TriageCategory | 'none', number>>>;
  byHandoff: Readonly<Partial<Record<HandoffStatus, number>>>;
}

const number = v.number();
const schema = v.object({
  as_of: v.string(),
  cases: number,
  needs_review: number,
  by_category: v.record(v.picklist([...triageCategories, 'none']), number),
  by_handoff: v.record(v.picklist(handoffStatuses), number),
  overdue: v.record(v.string(), number),
});

/** @returns the answer as it came; undefined while the server cannot be asked */
export const askCareCounts = async (rest: Rest, operation: string): Promise<unknown> => {
  const answer = await rest({ path: 'rpc/care_counts', body: { operation } });
  return answer.ok ? answer.value : undefined;
};

/** @returns null while the server cannot be asked */
export const readCareCounts = async (rest: Rest, operation: string): Promise<CareCounts | null> =>
  careCountsOf(await askCareCounts(rest, operation));

/** @returns null for what are no counts, or none that this version of the app reads */
export const careCountsOf = (answer: unknown): CareCounts | null => {
  const parsed = v.safeParse(schema, answer);
  if (!parsed.success) return null;
  const { as_of, cases, needs_review, by_category, by_handoff, overdue } = parsed.output;
  return {
    asOf: as_of,
    cases,
    needsReview: needs_review,
    overdue: Object.values(overdue).reduce((sum, count) => sum + count, 0),
    byCategory: by_category,
    byHandoff: by_handoff,
  };
};
