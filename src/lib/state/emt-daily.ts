import {
  emtAges,
  emtNotCovered,
  emtOutcomes,
  emtSexes,
  type EmtAge,
  type EmtNotCovered,
  type EmtOutcome,
  type EmtSex,
} from '$lib/domain/care/emt-daily';
import { triageCategories, type TriageCategory } from '$lib/domain/care/vocabulary';
import type { Rest } from '$lib/sync/rest';
import * as v from 'valibot';

type Numbers<K extends string> = Readonly<Partial<Record<K, number>>>;

/** The daily return of one day, as the server counted it. */
export interface EmtDaily {
  /** ISO date, in the operation's time zone. */
  day: string;
  /** ISO time at which the server counted. */
  asOf: string;
  newCases: number;
  /** `none`: nobody has triaged yet. */
  byCategory: Numbers<TriageCategory | 'none'>;
  bySexAndAge: Readonly<Partial<Record<EmtSex, Numbers<EmtAge>>>>;
  outcomes: Numbers<EmtOutcome>;
  notCovered: readonly EmtNotCovered[];
}

const number = v.number();
const schema = v.object({
  day: v.string(),
  as_of: v.string(),
  new_cases: number,
  new_cases_by_category: v.record(v.picklist([...triageCategories, 'none']), number),
  new_cases_by_sex_and_age: v.record(v.picklist(emtSexes), v.record(v.picklist(emtAges), number)),
  outcomes: v.record(v.picklist(emtOutcomes), number),
  not_covered: v.array(v.picklist(emtNotCovered)),
});

/** @param day ISO date. @returns the answer as it came; undefined while the server cannot be asked */
export const askEmtDaily = async (rest: Rest, operation: string, day: string): Promise<unknown> => {
  const answer = await rest({ path: 'rpc/emt_daily', body: { operation, day } });
  return answer.ok ? answer.value : undefined;
};

/** @returns null for what is no return, or none that this version of the app reads */
export const emtDailyOf = (answer: unknown): EmtDaily | null => {
  const parsed = v.safeParse(schema, answer);
  if (!parsed.success) return null;
  const said = parsed.output;
  return {
    day: said.day,
    asOf: said.as_of,
    newCases: said.new_cases,
    byCategory: said.new_cases_by_category,
    bySexAndAge: said.new_cases_by_sex_and_age,
    outcomes: said.outcomes,
    notCovered: said.not_covered,
  };
};
