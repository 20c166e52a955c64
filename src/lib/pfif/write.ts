/** Persons and notes as a PFIF 1.4 document: only what may leave, and only until it expires. */
import type { ShareConsent } from '../domain/people/vocabulary.ts';
import {
  noteFields,
  personFields,
  pfifDate,
  pfifNamespace,
  type PfifNote,
  type PfifPerson,
  type PfifPlaceholder,
} from './records.ts';

/** A record with what decides whether it leaves. Nothing leaves without a day on which it expires. */
export interface SharedPerson {
  person: PfifPerson & { expiry_date: string };
  consent: ShareConsent;
  notes: readonly PfifNote[];
}

export interface WrittenPfif {
  xml: string;
  /** How many persons are in it with their data. */
  persons: number;
  /** How many are in it as placeholders: expired, or the consent withdrawn. */
  placeholders: number;
  /** Those of whom nothing is in it. */
  leftOut: { person_record_id: string; why: 'no_consent' | 'no_name' }[];
}

/**
 * - With consent: the person and the notes, until the expiry date.
 * - Expired, or consent withdrawn: a placeholder, so that those who hold a copy empty it.
 * - Never with consent: nothing, not even the id.
 *
 * @param now ISO 8601
 */
export const writePfif = (people: readonly SharedPerson[], now: string): WrittenPfif => {
  const written: WrittenPfif = { xml: '', persons: 0, placeholders: 0, leftOut: [] };
  const elements = people.flatMap((shared) => {
    const { person_record_id, full_name } = shared.person;
    if (shared.consent === 'none') {
      written.leftOut.push({ person_record_id, why: 'no_consent' });
      return [];
    }
    if (shared.consent === 'withdrawn' || isPast(shared.person.expiry_date, now)) {
      written.placeholders += 1;
      return [element('person', placeholderFields(placeholder(shared.person, now)))];
    }
    if (clean(full_name) === '') {
      written.leftOut.push({ person_record_id, why: 'no_name' });
      return [];
    }
    written.persons += 1;
    return [person(shared)];
  });
  written.xml = `<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="${pfifNamespace}">
${elements.join('')}</pfif:pfif>
`;
  return written;
};

const isPast = (time: string, now: string): boolean => Date.parse(time) <= Date.parse(now);

/** Dated when the data had to go, so that it replaces every copy made before. */
const placeholder = (person: SharedPerson['person'], now: string): PfifPlaceholder => {
  const ended = isPast(person.expiry_date, now) ? person.expiry_date : now;
  return {
    person_record_id: person.person_record_id,
    source_date: pfifDate(ended),
    expiry_date: pfifDate(ended),
  };
};

/** The mandatory name is there, and empty. */
const placeholderFields = (record: PfifPlaceholder): string =>
  field('person_record_id', record.person_record_id) +
  field('expiry_date', record.expiry_date) +
  field('source_date', record.source_date) +
  field('full_name', '');

const person = ({ person: record, notes }: SharedPerson): string => {
  const fields = personFields.map((name) => written(name, personText(record, name)));
  const inside = notes
    .filter((note) => note.person_record_id === record.person_record_id)
    .map((note) =>
      element('note', noteFields.map((name) => written(name, noteText(note, name))).join('')),
    );
  return element('person', [...fields, ...inside].join(''));
};

const personText = (
  record: SharedPerson['person'],
  name: (typeof personFields)[number],
): string => {
  if (name === 'alternate_names') return record.alternate_names.map(oneLine).join('\n');
  if (name === 'age') return ageText(record.age);
  if (name === 'source_date' || name === 'expiry_date') return pfifDate(record[name]);
  return record[name] ?? '';
};

const noteText = (note: PfifNote, name: (typeof noteFields)[number]): string =>
  name === 'source_date' ? pfifDate(note.source_date) : (note[name] ?? '');

const ageText = (age: PfifPerson['age']): string => {
  if (age === null) return '';
  return age.from === age.to ? String(age.from) : `${age.from}-${age.to}`;
};

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ');

const written = (name: string, text: string): string => {
  const value = clean(text);
  return value === '' ? '' : field(name, value);
};

const element = (name: string, inside: string): string =>
  `<pfif:${name}>\n${inside}</pfif:${name}>\n`;

const field = (name: string, text: string): string =>
  `<pfif:${name}>${escaped(text)}</pfif:${name}>\n`;

/** What XML 1.0 cannot hold at all, not even escaped, is left out; and the white space around. */
const clean = (text: string): string =>
  text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '').trim();

const escaped = (text: string): string =>
  clean(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
