import {
  personAgeGroups,
  personConditions,
  personSexes,
  type PersonAgeGroup,
  type PersonCondition,
  type PersonSex,
} from '$lib/domain/people/record';
import type { Rest } from '$lib/sync/rest';
import * as v from 'valibot';

type Numbers<K extends string> = Readonly<Partial<Record<K, number>>>;

/** How many people there are, each counted once. */
export interface PeopleCounts {
  /** ISO time at which the answer came: the server gives none. */
  asOf: string;
  bySexAndAge: Readonly<Partial<Record<PersonSex, Numbers<PersonAgeGroup>>>>;
  byCondition: Numbers<PersonCondition>;
}

const schema = v.object({
  by_sex_and_age_group: v.record(
    v.picklist(personSexes),
    v.record(v.picklist(personAgeGroups), v.number()),
  ),
  by_condition: v.record(v.picklist(personConditions), v.number()),
});

/** @param now ms since 1970. @returns null while the server cannot be asked */
export const readPeopleCounts = async (
  rest: Rest,
  operation: string,
  now: () => number,
): Promise<PeopleCounts | null> => {
  const asOf = new Date(now()).toISOString();
  const answer = await rest({ path: 'rpc/people_counts', body: { operation } });
  const parsed = answer.ok ? v.safeParse(schema, answer.value) : null;
  if (!parsed?.success) return null;
  const { by_sex_and_age_group, by_condition } = parsed.output;
  return { asOf, bySexAndAge: by_sex_and_age_group, byCondition: by_condition };
};
