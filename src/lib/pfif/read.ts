/** A PFIF 1.4 document as typed records; a bad record is reported, and the rest is kept. */
import * as v from 'valibot';
import { sexes } from '../domain/people/vocabulary.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { parseElements, type XmlElement, type XmlError } from './elements.ts';
import {
  noteFields,
  noteStatuses,
  personFields,
  pfifDate,
  pfifNamespace,
  type PfifNote,
  type PfifPerson,
  type PfifPlaceholder,
} from './records.ts';

export type PfifError =
  | XmlError
  /** No element of any PFIF in it. */
  | { type: 'not_pfif' }
  /** An older PFIF: its names are in other fields. */
  | { type: 'other_version'; namespace: string };

/** Why a record was not taken. */
export interface PfifProblem {
  record: 'person' | 'note';
  /** 1 for the first record of its sort in the file. */
  position: number;
  /** Where the record starts in the file, from 1. */
  line: number;
  /** The record's id as the file has it; null where it has none. */
  id: string | null;
  field: string;
  why: 'missing' | 'malformed' | 'too_long' | 'repeated' | 'of_another_person' | 'id_taken';
}

/** An element that is passed over in a record that was read: contact data, descriptions, photographs. */
interface PfifUnread {
  record: 'person' | 'note';
  id: string;
  element: string;
}

export interface PfifContents {
  persons: PfifPerson[];
  /** Where each of them starts in the file, from 1, by its id. */
  lines: ReadonlyMap<string, number>;
  /** Records that have expired: their data is not read, whatever the file still says. */
  placeholders: PfifPlaceholder[];
  /** Also of persons who are not in the file; not of those who have expired. */
  notes: PfifNote[];
  /** Of persons and notes that were read; each element of a record once. */
  unread: PfifUnread[];
  problems: PfifProblem[];
}

const maxName = 500;
const maxText = 10_000;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const known = <T>(schema: v.GenericSchema<string, T>) => v.optional(v.nullable(schema), null);

const Id = v.pipe(text(maxName), v.regex(/^[a-z0-9][a-z0-9.-]*\/\S+$/iu));
const DateTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u),
  v.check(isOnTheCalendar),
  v.transform(pfifDate),
);
const BirthDate = v.pipe(
  v.string(),
  v.regex(/^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/u),
);
const Age = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}(?:-\d{1,3})?$/u),
  v.transform((age) => {
    const [from = 0, to = from] = age.split('-').map(Number);
    return { from, to };
  }),
  v.check(({ from, to }) => from <= to),
);
const Lines = v.pipe(
  text(maxText),
  v.transform((lines) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
);

const Placeholder = v.object({
  person_record_id: Id,
  source_date: DateTime,
  expiry_date: DateTime,
});
const Person = v.object({
  person_record_id: Id,
  source_date: DateTime,
  full_name: text(maxName),
  expiry_date: known(DateTime),
  author_name: known(text(maxName)),
  source_name: known(text(maxName)),
  given_name: known(text(maxName)),
  family_name: known(text(maxName)),
  alternate_names: v.optional(Lines, ''),
  sex: known(v.picklist(sexes)),
  date_of_birth: known(BirthDate),
  age: known(Age),
  home_city: known(text(maxName)),
  home_state: known(text(maxName)),
  home_country: known(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/u))),
});
const Note = v.object({
  note_record_id: Id,
  person_record_id: Id,
  linked_person_record_id: known(Id),
  author_name: text(maxName),
  source_date: DateTime,
  status: known(v.picklist(noteStatuses)),
  last_known_location: known(text(maxName)),
  text: text(maxText),
});

/** 30 February has the right form, and would become 1 March. */
function isOnTheCalendar(time: string): boolean {
  const seconds = 'yyyy-mm-ddThh:mm:ss'.length;
  return (
    !Number.isNaN(Date.parse(time)) && pfifDate(time).slice(0, seconds) === time.slice(0, seconds)
  );
}

/** The texts of a record's fields that are not empty. */
type Fields = Record<string, string>;
type Fault = Pick<PfifProblem, 'field' | 'why'>;

/**
 * Reads a document; elements of other namespaces around and inside the records are passed over.
 *
 * @param now ISO 8601: what has expired by then is a placeholder
 */
export const readPfif = (xml: string, now: string): Result<PfifContents, PfifError> => {
  const parsed = parseElements(xml);
  if (!parsed.ok) return parsed;
  const namespaces = new Set(namespacesIn(parsed.value));
  if (!namespaces.has(pfifNamespace)) {
    const other = Array.from(namespaces).find((one) => one.startsWith('http://zesty.ca/pfif/'));
    return err(
      other === undefined ? { type: 'not_pfif' } : { type: 'other_version', namespace: other },
    );
  }
  const reader = new Reader(now);
  reader.read(parsed.value);
  return ok(reader.contents());
};

const namespacesIn = (element: XmlElement): string[] => [
  element.namespace,
  ...element.children.flatMap(namespacesIn),
];

const isPfif = (element: XmlElement, name: string): boolean =>
  element.namespace === pfifNamespace && element.name === name;

class Reader {
  readonly #lines = new Map<string, number>();
  readonly #found: PfifContents = {
    persons: [],
    lines: this.#lines,
    placeholders: [],
    notes: [],
    unread: [],
    problems: [],
  };
  readonly #ids = new Set<string>();
  readonly #positions = { person: 0, note: 0 };
  readonly #now: number;

  constructor(now: string) {
    this.#now = Date.parse(now);
  }

  read(element: XmlElement): void {
    if (isPfif(element, 'person')) this.#person(element);
    else if (isPfif(element, 'note')) this.#note(element, undefined);
    else for (const child of element.children) this.read(child);
  }

  contents(): PfifContents {
    const expired = new Set(this.#found.placeholders.map((one) => one.person_record_id));
    const notes = this.#found.notes.filter((note) => !expired.has(note.person_record_id));
    const kept = new Set(notes.map((note) => note.note_record_id));
    const unread = this.#found.unread.filter(
      ({ record, id }) => record === 'person' || kept.has(id),
    );
    return { ...this.#found, notes, unread };
  }

  #person(element: XmlElement): void {
    this.#positions.person += 1;
    const fields = fieldsOf(element, personFields);
    if (this.#isExpired(fields.texts)) {
      const record = this.#checked('person', Placeholder, fields, element.line);
      if (record) this.#found.placeholders.push(record);
    } else {
      const record = this.#checked('person', Person, fields, element.line);
      if (record) {
        this.#found.persons.push(record);
        this.#lines.set(record.person_record_id, element.line);
        this.#passOver('person', record.person_record_id, fields);
      }
    }
    for (const child of element.children)
      if (isPfif(child, 'note')) this.#note(child, fields.texts.person_record_id);
  }

  #isExpired({ expiry_date }: Fields): boolean {
    const expiry = v.safeParse(DateTime, expiry_date);
    return expiry.success && Date.parse(expiry.output) <= this.#now;
  }

  /** @param personId of the person that it stands in, where it does */
  #note(element: XmlElement, personId: string | undefined): void {
    this.#positions.note += 1;
    const fields = fieldsOf(element, noteFields);
    const ofAnother = fields.texts.person_record_id ?? personId;
    if (personId !== undefined && ofAnother !== personId)
      fields.faults.push({ field: 'person_record_id', why: 'of_another_person' });
    if (ofAnother !== undefined) fields.texts.person_record_id = ofAnother;
    const record = this.#checked('note', Note, fields, element.line);
    if (!record) return;
    this.#found.notes.push(record);
    this.#passOver('note', record.note_record_id, fields);
  }

  #passOver(record: 'person' | 'note', id: string, { unread }: ReadFields): void {
    for (const element of unread) this.#found.unread.push({ record, id, element });
  }

  /** The record, or null with its faults reported. */
  #checked<S extends v.GenericSchema<unknown, unknown>>(
    sort: 'person' | 'note',
    schema: S,
    { texts, faults }: ReadFields,
    line: number,
  ): v.InferOutput<S> | null {
    const id = texts[`${sort}_record_id`] ?? null;
    const taken: Fault[] =
      id !== null && this.#ids.has(id) ? [{ field: `${sort}_record_id`, why: 'id_taken' }] : [];
    const result = v.safeParse(schema, texts, { abortPipeEarly: true });
    const found = [...faults, ...taken];
    for (const fault of (result.issues ?? []).map(faultOf))
      if (!found.some(({ field }) => field === fault.field)) found.push(fault);
    for (const fault of found)
      this.#found.problems.push({
        record: sort,
        position: this.#positions[sort],
        line,
        id,
        ...fault,
      });
    if (found.length > 0 || !result.success) return null;
    if (id !== null) this.#ids.add(id);
    return result.output;
  }
}

interface ReadFields {
  texts: Fields;
  /** Names of elements that are there and not read. */
  unread: Set<string>;
  faults: Fault[];
}

const fieldsOf = (element: XmlElement, names: readonly string[]): ReadFields => {
  const read: ReadFields = { texts: {}, unread: new Set(), faults: [] };
  for (const { namespace, name, text: value } of element.children) {
    if (namespace !== pfifNamespace || name === 'note') continue;
    if (!names.includes(name)) {
      if (value !== '') read.unread.add(name);
    } else if (value === null) read.faults.push({ field: name, why: 'malformed' });
    else if (read.texts[name] !== undefined) read.faults.push({ field: name, why: 'repeated' });
    else if (value !== '') read.texts[name] = value;
  }
  return read;
};

const faultOf = (issue: v.BaseIssue<unknown>): Fault => {
  const field = v.getDotPath(issue) ?? '';
  if (issue.received === 'undefined') return { field, why: 'missing' };
  return { field, why: issue.type === 'max_length' ? 'too_long' : 'malformed' };
};
