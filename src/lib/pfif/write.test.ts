import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { shareConsents, sexes } from '../domain/people/vocabulary.ts';
import { readPfif, type PfifContents } from './read.ts';
import { noteStatuses, pfifDate, pfifNamespace, recordId, type PfifNote } from './records.ts';
import { writePfif, type SharedPerson } from './write.ts';

const now = '2024-12-20T12:00:00Z';
const khaled: SharedPerson['person'] = {
  person_record_id: recordId('daylight.example', '0198c1a2-0000-7000-8000-0123456789ab'),
  expiry_date: '2025-12-08T00:00:00Z',
  author_name: null,
  source_name: 'Daylight',
  source_date: '2024-12-08T11:00:00Z',
  full_name: 'خالد أحمد الخطيب',
  given_name: 'خالد',
  family_name: 'الخطيب',
  alternate_names: ['Khaled Alkhatib', 'أبو أحمد'],
  sex: 'male',
  date_of_birth: '1985',
  age: { from: 38, to: 40 },
  home_city: 'Douma & Harasta <east>',
  home_state: 'SY-RD',
  home_country: 'SY',
};
const sought: PfifNote = {
  note_record_id: 'daylight.example/n1',
  person_record_id: khaled.person_record_id,
  linked_person_record_id: null,
  author_name: 'Documentation team',
  source_date: '2024-12-08T11:00:00Z',
  status: 'believed_alive',
  last_known_location: null,
  text: 'At the reception centre.\nHis family is asked to call.',
};
const shared = (over: Partial<SharedPerson> = {}): SharedPerson => ({
  person: khaled,
  consent: 'given',
  notes: [sought],
  ...over,
});

/** Where in the file each record stands is nothing of what it says. */
const read = (xml: string): Omit<PfifContents, 'lines'> => {
  const result = readPfif(xml, now);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { persons, placeholders, notes, unread, problems } = result.value;
  return { persons, placeholders, notes, unread, problems };
};

describe('what is written', () => {
  it('is read again as it was', () => {
    const { xml, persons } = writePfif([shared()], now);
    expect(persons).toBe(1);
    expect(xml).toContain(`<pfif:pfif xmlns:pfif="${pfifNamespace}">`);
    expect(read(xml)).toEqual({
      persons: [khaled],
      placeholders: [],
      notes: [sought],
      unread: [],
      problems: [],
    });
  });

  it('leaves out who has not consented, even the id', () => {
    const { xml, leftOut } = writePfif([shared({ consent: 'none' })], now);
    expect(xml).not.toContain('0198c1a2');
    expect(leftOut).toEqual([{ person_record_id: khaled.person_record_id, why: 'no_consent' }]);
  });

  it.each<[string, SharedPerson, string]>([
    ['expired', shared({ person: { ...khaled, expiry_date: now } }), now],
    ['withdrawn', shared({ consent: 'withdrawn' }), now],
    [
      'withdrawn and expired before',
      shared({ consent: 'withdrawn', person: { ...khaled, expiry_date: '2024-12-10T00:00:00Z' } }),
      '2024-12-10T00:00:00Z',
    ],
  ])('is a placeholder without data when %s', (_why, person, ended) => {
    const { xml, persons, placeholders } = writePfif([person], now);
    expect([persons, placeholders]).toEqual([0, 1]);
    expect(xml).not.toMatch(/خالد|Khaled|Douma|reception/u);
    expect(read(xml)).toEqual({
      persons: [],
      placeholders: [
        { person_record_id: khaled.person_record_id, source_date: ended, expiry_date: ended },
      ],
      notes: [],
      unread: [],
      problems: [],
    });
  });

  it('leaves out who has no name: PFIF cannot say that', () => {
    const nameless = shared({ person: { ...khaled, full_name: ' \u0000 ' } });
    expect(writePfif([nameless], now).leftOut[0]?.why).toBe('no_name');
  });

  it('carries no notes of other people', () => {
    const stray = { ...sought, person_record_id: 'elsewhere.example/1' };
    expect(read(writePfif([shared({ notes: [stray] })], now).xml).notes).toEqual([]);
  });

  it('has its times in UTC', () => {
    const person = { ...khaled, source_date: '2024-12-08T14:00:00.250+03:00' };
    expect(writePfif([shared({ person })], now).xml).toContain('>2024-12-08T11:00:00Z<');
  });
});

const trimmed = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('<', '&', '>', ']]>', '"', '&amp;', 'خ', 'é', '😀', ' ', 'a', '\u0000'),
      fc.string({ maxLength: 1 }),
    ),
  })
  // eslint-disable-next-line no-control-regex -- what XML cannot hold is left out when it is written
  .map((text) => text.replace(/[\u0000-\u001f\ud800-\udfff\ufffe\uffff]/gu, '').trim())
  .filter((text) => text !== '');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2024-12-20T11:59:59Z'), noInvalidDate: true })
  .map((date) => pfifDate(date.toISOString()));
const later = fc
  .date({ min: new Date('2024-12-21'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => pfifDate(date.toISOString()));
const age = fc
  .tuple(fc.nat({ max: 60 }), fc.nat({ max: 40 }))
  .map(([from, span]) => ({ from, to: from + span }));
const id = fc.uuid().map((uuid) => recordId('daylight.example', uuid));
const anyPerson = fc.record({
  person_record_id: id,
  expiry_date: later,
  author_name: maybe(trimmed),
  source_name: maybe(trimmed),
  source_date: time,
  full_name: trimmed,
  given_name: maybe(trimmed),
  family_name: maybe(trimmed),
  alternate_names: fc.array(trimmed.map((text) => text.replace(/\s+/gu, ' '))),
  sex: maybe(fc.constantFrom(...sexes)),
  date_of_birth: maybe(fc.constantFrom('1985', '1985-03', '1985-03-21')),
  age: maybe(age),
  home_city: maybe(trimmed),
  home_state: maybe(trimmed),
  home_country: maybe(fc.constantFrom('SY', 'LB')),
});
const anyNote = (person_record_id: string) =>
  fc.record({
    note_record_id: id,
    person_record_id: fc.constant(person_record_id),
    linked_person_record_id: maybe(id),
    author_name: trimmed,
    source_date: time,
    status: maybe(fc.constantFrom(...noteStatuses)),
    last_known_location: maybe(trimmed),
    text: fc.array(trimmed, { minLength: 1 }).map((lines) => lines.join('\n')),
  });
const anyShared = anyPerson.chain((person) =>
  fc.record({
    person: fc.constant(person),
    consent: fc.constantFrom(...shareConsents),
    notes: fc.array(anyNote(person.person_record_id), { maxLength: 3 }),
  }),
);

test('whatever is shared comes back as it was, and nothing else does', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyShared, {
        maxLength: 5,
        selector: ({ person }) => person.person_record_id,
      }),
      (people) => {
        const contents = read(writePfif(people, now).xml);
        const given = people.filter(({ consent }) => consent === 'given');
        expect(contents.problems).toEqual([]);
        expect(contents.persons).toEqual(given.map(({ person }) => person));
        expect(contents.notes).toEqual(given.flatMap(({ notes }) => notes));
        expect(contents.placeholders.map((one) => one.person_record_id)).toEqual(
          people
            .filter(({ consent }) => consent === 'withdrawn')
            .map(({ person }) => person.person_record_id),
        );
      },
    ),
  );
});
