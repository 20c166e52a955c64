import {
  personAgeGroups,
  personConditions,
  personSexes,
  type PersonAgeGroup,
} from '$lib/domain/people/record';
import { handedOn, type HandedOn } from '$lib/handing-on/table';
import { personAgeGroupWords, personConditionWords, personSexWords } from '$lib/i18n/people-labels';
import { m } from '$lib/paraglide/messages.js';
import type { PeopleCounts } from '$lib/state/people-counts';

const ageTags: Readonly<Record<PersonAgeGroup, string>> = {
  infant: '#affected+infants',
  child: '#affected+children',
  adolescent: '#affected+adolescents',
  adult: '#affected+adults',
  elderly: '#affected+elderly',
  unknown: '#affected+unknown',
};

/** People by sex and age group, and by their condition. */
export const peopleHandedOn = ({ bySexAndAge, byCondition }: PeopleCounts): HandedOn =>
  handedOn(
    {
      labels: [
        { header: m.handing_what_column(), tag: '#indicator+name' },
        { header: m.handing_which_column(), tag: '#indicator+type' },
      ],
      counts: [
        ...personAgeGroups.map((age) => ({
          header: personAgeGroupWords[age](),
          tag: ageTags[age],
        })),
        { header: m.handing_total(), tag: '#affected+total' },
      ],
    },
    [
      {
        counts: personSexes.map((sex) =>
          personAgeGroups.map((age) => bySexAndAge[sex]?.[age] ?? 0),
        ),
        labels: personSexes.map((sex) => [m.handing_by_sex(), personSexWords[sex]()]),
        sum: [m.people_title(), m.handing_total()],
      },
      {
        counts: personConditions.map((condition) => [byCondition[condition] ?? 0]),
        labels: personConditions.map((condition) => [
          m.handing_by_condition(),
          personConditionWords[condition](),
        ]),
      },
    ],
  );
