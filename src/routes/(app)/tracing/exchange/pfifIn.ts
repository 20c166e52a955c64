/** Records of another organisation as what this operation records: read first, then decided on. */
import type { Payloads } from '$lib/domain/mutations';
import { groupOfAges } from '$lib/domain/people/born';
import { pcodeOfHome } from '$lib/pfif/governorates';
import type { PfifPerson } from '$lib/pfif/records';

/** What the persons of a file become: somebody who is sought, or somebody who was found. */
export type ImportKind = 'requests' | 'people';

const longest = 200;
const most = 20;

/**
 * The id of what a record becomes: the same whenever the file is read again, so that nobody comes in
 * twice. SHA-256 over the operation, the kind and the record's id, as a UUID of version 8.
 */
export const importedId = async (
  operationId: string,
  kind: ImportKind,
  recordId: string,
): Promise<string> => {
  const bytes = new TextEncoder().encode(`${operationId} ${kind} ${recordId}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 16);
  hash[6] = 0x80 | ((hash[6] ?? 0) & 0x0f);
  hash[8] = 0x80 | ((hash[8] ?? 0) & 0x3f);
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(ends[at - 1] ?? 0, end)).join('-');
};

/** The first field that is longer than what is kept here; such a record is refused, never cut. */
export const tooLongIn = (person: PfifPerson): string | null => {
  const texts: Record<string, string | null> = {
    full_name: person.full_name,
    given_name: person.given_name,
    family_name: person.family_name,
    alternate_names:
      person.alternate_names.length > most - 1
        ? 'x'.repeat(longest + 1)
        : (person.alternate_names.find((name) => name.length > longest) ?? null),
    author_name: person.author_name,
    source_name: person.source_name,
  };
  return Object.keys(texts).find((field) => (texts[field]?.length ?? 0) > longest) ?? null;
};

const namesOf = (person: PfifPerson) => {
  const parts = [person.given_name, person.family_name].filter((part) => part !== null).join(' ');
  const isWhole = parts === '' || parts === person.full_name;
  return {
    given: person.given_name ?? (person.family_name === null ? person.full_name : null),
    family: person.family_name,
    // The whole name may have more in it than its parts.
    also_known_as: [...(isWhole ? [] : [person.full_name]), ...person.alternate_names],
  };
};

/** The year of birth; of an age, that of the date on which it was true. */
const yearOf = ({ date_of_birth, age, source_date }: PfifPerson): number | null => {
  const year =
    date_of_birth !== null
      ? Number(date_of_birth.slice(0, 4))
      : age !== null && age.from === age.to
        ? Number(source_date.slice(0, 4)) - age.from
        : null;
  return year !== null && year >= 1900 && year <= 2100 ? year : null;
};

/**
 * The group of ages that a span from the file lies in by now: years may have passed since it was
 * true. Null where it lies in no single one, or says no more than the year of birth.
 */
const ageGroupOf = (person: PfifPerson, now: string) => {
  const { age, source_date } = person;
  if (age === null || yearOf(person) !== null) return null;
  const passed = Math.max(0, Number(now.slice(0, 4)) - Number(source_date.slice(0, 4)));
  return groupOfAges({ from: age.from + passed, to: age.to + passed });
};

const sharedFields = (person: PfifPerson, now: string) => {
  const birthYear = yearOf(person);
  const ageGroup = ageGroupOf(person, now);
  const home = pcodeOfHome(person);
  return {
    ...namesOf(person),
    ...(person.sex === 'female' || person.sex === 'male' ? { sex: person.sex } : {}),
    ...(birthYear === null ? {} : { birth_year: birthYear }),
    ...(ageGroup === null ? {} : { age_group: ageGroup }),
    ...(home === null ? {} : { home_adm1_pcode: home }),
  };
};

/**
 * Their record is theirs to share: nothing is said of consent here.
 * @param now ISO 8601
 */
export const requestOf = (person: PfifPerson, now: string): Payloads['tracing.request'] => ({
  ...sharedFields(person, now),
  seeker_name: person.author_name ?? person.source_name,
  seeker_relation: 'organisation',
  expires_at: person.expiry_date,
  source_record_id: person.person_record_id,
});

/** @param now ISO 8601 */
export const personOf = (person: PfifPerson, now: string): Payloads['person.create'] => ({
  ...sharedFields(person, now),
  expires_on: person.expiry_date?.slice(0, 10) ?? null,
});

/**
 * The elements of a record that are read, and have no place in what it becomes here.
 * @param now ISO 8601
 */
export const leftOutOf = (person: PfifPerson, kind: ImportKind, now: string): string[] => {
  const kept = sharedFields(person, now);
  const isHomeKept = kept.home_adm1_pcode !== undefined;
  const seeker = kind === 'requests' ? (person.author_name ?? person.source_name) : null;
  const isLost: Readonly<Record<string, boolean>> = {
    author_name: person.author_name !== null && person.author_name !== seeker,
    source_name: person.source_name !== null && person.source_name !== seeker,
    sex: person.sex !== null && kept.sex === undefined,
    // The year is kept, and of the day nothing.
    date_of_birth:
      person.date_of_birth !== null &&
      person.date_of_birth !== (kept.birth_year === undefined ? '' : String(kept.birth_year)),
    age: person.age !== null && kept.birth_year === undefined && kept.age_group === undefined,
    home_city: person.home_city !== null,
    home_state: person.home_state !== null && !isHomeKept,
    home_country: person.home_country !== null && !isHomeKept,
  };
  return Object.keys(isLost).filter((element) => isLost[element]);
};
