/**
 * The records of PFIF 1.4 (People Finder Interchange Format, zesty.ca/pfif/1.4), with the fields that
 * help to find somebody. Contact data, street, photographs and descriptions are neither written nor
 * read: what nobody passes on cannot leak.
 * The names of the fields are the format's; what is not known is null.
 */
import type { Sex } from '../domain/people/vocabulary.ts';

/** As the specification writes it, without the slash of its page. */
export const pfifNamespace = 'http://zesty.ca/pfif/1.4';

export const noteStatuses = [
  'information_sought',
  'is_note_author',
  'believed_alive',
  'believed_missing',
  'believed_dead',
] as const;
type NoteStatus = (typeof noteStatuses)[number];

/** Dates are UTC, "2024-12-08T11:00:00Z". */
export interface PfifPerson {
  /** "domain/local id": from `recordId` for our own. */
  person_record_id: string;
  expiry_date: string | null;
  author_name: string | null;
  source_name: string | null;
  /** When the record was made where it comes from; ages are those of this date. */
  source_date: string;
  full_name: string;
  given_name: string | null;
  family_name: string | null;
  alternate_names: string[];
  sex: Sex | null;
  /** "1985", "1985-03" or "1985-03-21". */
  date_of_birth: string | null;
  /** Whole years, both ends included. */
  age: { from: number; to: number } | null;
  home_city: string | null;
  /** ISO 3166-2, "SY-HL"; others write what they have. */
  home_state: string | null;
  /** ISO 3166-1, two letters. */
  home_country: string | null;
}

/** All that may be kept of a record once it has expired: whoever holds a copy empties theirs. */
export type PfifPlaceholder = Pick<PfifPerson, 'person_record_id' | 'source_date'> & {
  expiry_date: string;
};

export interface PfifNote {
  note_record_id: string;
  person_record_id: string;
  /** The note says that this other record is of the same person. */
  linked_person_record_id: string | null;
  author_name: string;
  source_date: string;
  status: NoteStatus | null;
  last_known_location: string | null;
  text: string;
}

/** In the order of the specification, in which they are written. */
export const personFields = [
  'person_record_id',
  'expiry_date',
  'author_name',
  'source_name',
  'source_date',
  'full_name',
  'given_name',
  'family_name',
  'alternate_names',
  'sex',
  'date_of_birth',
  'age',
  'home_city',
  'home_state',
  'home_country',
] as const satisfies readonly (keyof PfifPerson)[];

export const noteFields = [
  'note_record_id',
  'person_record_id',
  'linked_person_record_id',
  'author_name',
  'source_date',
  'status',
  'last_known_location',
  'text',
] as const satisfies readonly (keyof PfifNote)[];

/** @param domain the host name under which this Daylight is reached: it answers for its records */
export const recordId = (domain: string, id: string): string => `${domain}/${id}`;

/** A time, ISO 8601 with any offset, as PFIF writes it: UTC and whole seconds. Throws on others. */
export const pfifDate = (time: string): string =>
  new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
