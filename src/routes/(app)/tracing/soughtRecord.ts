import { bornBetween } from '$lib/domain/people/born';
import type { LikenessRecord } from '$lib/domain/people/likeness';
import type { TracingRequest } from '$lib/domain/tracing-rows';

/** Who is sought as records are compared: where a row says `unknown`, a comparison knows nothing. */
export const soughtRecordOf = (request: TracingRequest): LikenessRecord => ({
  id: request.id,
  name: {
    given: request.given,
    father: request.father,
    grandfather: request.grandfather,
    family: request.family,
    mother: request.mother,
    kunya: request.kunya,
  },
  alsoKnownAs: request.also_known_as,
  sex: request.sex === 'unknown' ? null : request.sex,
  born: bornBetween({
    birthYear: request.birth_year,
    ageYears: null,
    ageGroup: request.age_group === 'unknown' ? null : request.age_group,
    asOfYear: Number(request.created_at.slice(0, 4)),
  }),
  homePcode: request.home_adm1_pcode,
  siteId: request.last_site_id,
  marks: [],
});
