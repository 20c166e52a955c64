/** People in words. */
import { fullName } from '$lib/domain/people/names';
import { shortCode } from '$lib/domain/people/short-code';
import type { Person } from '$lib/domain/rows';
import { isolated } from '$lib/i18n/isolated';
import { personAgeGroupWords, personSexWords } from '$lib/i18n/people-labels';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { valueWords } from '../admin/valueWords';
import { placePath } from '../field/words';
import type { PersonField } from './readEvent';

/** The name, as far as it is known; the kunya where nothing else is; null for nobody's. */
export const knownName = (person: Person): string | null =>
  fullName(person) || person.kunya || person.also_known_as[0] || null;

/** The name, or that it is not known. */
export const nameWords = (person: Person): string => knownName(person) ?? m.people_name_unknown();

/** How a person is called inside a sentence: "Khaled (K7M2-4QXR)", or the code alone. */
export const calledWords = (person: Person): string => {
  const code = isolated(shortCode(person.id));
  const name = knownName(person);
  return name === null ? code : `${isolated(name)} (${code})`;
};

/** "Female · Adult": what is not known of either is said as such. */
export const looksWords = ({ sex, age_group }: Person): string =>
  [
    sex === 'unknown' ? m.people_sex_unknown() : personSexWords[sex](),
    age_group === 'unknown' ? m.people_age_unknown() : personAgeGroupWords[age_group](),
  ].join(' · ');

/** Site and room; null where nobody wrote it down. */
export const placeWords = (
  operation: OperationState,
  { found_site_id: site_id, found_area_id: area_id }: Person,
): string | null => placePath(operation, { site_id, area_id });

const ownLanguages: Readonly<Record<string, () => string>> = {
  ar: m.people_language_ar,
  kmr: m.people_language_kmr,
  en: m.people_language_en,
};

/** @param code of ISO 639; one that the device does not know stays as it is */
export const languageWords = (code: string): string =>
  ownLanguages[code]?.() ??
  new Intl.DisplayNames([getLocale()], { type: 'language' }).of(code) ??
  code;

/** The value of a field of a person's record. */
export const personValueWords = (
  operation: OperationState,
  field: PersonField,
  value: unknown,
): string => {
  if (value === null || value === undefined || value === '') return m.field_fact_none();
  if (Array.isArray(value)) return listWords(value.map(String), field);
  // A group has no name of its own.
  if (field === 'group_id') return m.people_group_others();
  if (field === 'merged_into' && typeof value === 'string') return personIn(operation, value);
  const zone = operation.operation.settings.time_zone;
  const words = valueWords(field, value, 'people', operation, zone);
  return typeof value === 'string' && words === value ? isolated(value) : words;
};

/** Languages by name; what somebody is called stays as it was typed. */
const listWords = (parts: readonly string[], field: PersonField): string =>
  parts
    .map((part) => (field === 'languages' ? languageWords(part) : isolated(part)))
    .join(m.records_comma()) || m.field_fact_none();

const personIn = (operation: OperationState, id: string): string => {
  const person = operation.person(id);
  return person ? calledWords(person) : isolated(shortCode(id));
};

const reasons: Readonly<Record<string, () => string>> = {
  given: m.people_reason_given,
  father: m.people_reason_father,
  grandfather: m.people_reason_grandfather,
  family: m.people_reason_family,
  mother: m.people_reason_mother,
  kunya: m.people_reason_kunya,
  sex: m.people_reason_sex,
  born: m.people_reason_born,
  alias: m.people_reason_alias,
  home: m.people_reason_home,
  site: m.people_reason_site,
  marks: m.people_reason_marks,
};

/** Kinds of reasons as likeness.ts names them; what somebody wrote in words stays as it is. */
export const reasonsWords = (kinds: readonly string[]): string =>
  kinds.map((kind) => reasons[kind]?.() ?? isolated(kind)).join(m.records_comma());
