import { bornBetween } from '$lib/domain/people/born';
import type { LikenessRecord } from '$lib/domain/people/likeness';
import type { Person } from '$lib/domain/rows';

/** A person as records are compared: where a row says `unknown`, a comparison knows nothing. */
export const likenessRecordOf = (person: Person): LikenessRecord => ({
  id: person.id,
  name: {
    given: person.given,
    father: person.father,
    grandfather: person.grandfather,
    family: person.family,
    mother: person.mother,
    kunya: person.kunya,
  },
  alsoKnownAs: person.also_known_as,
  sex: person.sex === 'unknown' ? null : person.sex,
  born: bornBetween({
    birthYear: person.birth_year,
    ageYears: null,
    ageGroup: person.age_group === 'unknown' ? null : person.age_group,
    // The look of a person was true when it was recorded.
    asOfYear: Number(person.created_at.slice(0, 4)),
  }),
  homePcode: person.home_adm1_pcode,
  siteId: person.found_site_id,
  marks: [],
});
