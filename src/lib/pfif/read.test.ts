import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readPfif, type PfifContents } from './read.ts';
import { pfifNamespace, type PfifPerson } from './records.ts';

const now = '2024-12-20T12:00:00Z';
const read = (xml: string, at = now): PfifContents => {
  const result = readPfif(xml, at);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const document = (inside: string, namespace = pfifNamespace) =>
  `<?xml version="1.0"?><p:pfif xmlns:p="${namespace}">${inside}</p:pfif>`;
const fields = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `<p:${name}>${value}</p:${name}>`)
    .join('');
const good: Record<string, string> = {
  person_record_id: 'other.example/1',
  source_date: '2024-12-08T11:00:00Z',
  full_name: 'Khaled',
};
const person = (over: Record<string, string> = {}, inside = '') =>
  `<p:person>${fields({ ...good, ...over })}${inside}</p:person>`;

describe('a file of others', () => {
  it('may have unknown elements, another prefix, CDATA, comments, white space and a feed around', () => {
    const xml = `\ufeff<?xml version="1.0"?><!-- made by hand -->
      <feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>
        <person xmlns="${pfifNamespace}/">
          <person_record_id>other.example/1</person_record_id>
          <source_date>2024-12-08T11:00:00.5Z</source_date>
          <full_name> <![CDATA[Khaled & ]]>&#x645;&#1581;مد<!-- . --></full_name>
          <photo_url>https://other.example/p.jpg</photo_url><sex/>
          <full_name xmlns="urn:else">Not this one</full_name>
        </person></entry></feed>`;
    const { persons, problems } = read(xml);
    expect(problems).toEqual([]);
    expect(persons[0]?.full_name).toBe('Khaled & محمد');
    expect(persons[0]?.source_date).toBe('2024-12-08T11:00:00Z');
    expect(persons[0]?.sex).toBeNull();
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['has no name', { full_name: ' ' }, 'full_name', 'missing'],
    ['has no date', { source_date: '' }, 'source_date', 'missing'],
    ['has an id without a domain', { person_record_id: '17' }, 'person_record_id', 'malformed'],
    [
      'has a date in local time',
      { source_date: '2024-12-08T11:00:00+03:00' },
      'source_date',
      'malformed',
    ],
    ['has a day that is not', { source_date: '2024-02-30T11:00:00Z' }, 'source_date', 'malformed'],
    ['has a sex that is not', { sex: 'M' }, 'sex', 'malformed'],
    ['has an age the wrong way round', { age: '40-38' }, 'age', 'malformed'],
    ['has a birthday that is not', { date_of_birth: '1985-13' }, 'date_of_birth', 'malformed'],
    ['has an entity of its own', { full_name: '&xxe;' }, 'full_name', 'malformed'],
    ['has an entity named as a property', { full_name: '&constructor;' }, 'full_name', 'malformed'],
    ['has a character that XML has not', { full_name: 'a&#0;' }, 'full_name', 'malformed'],
    ['has a name as long as a book', { full_name: 'a'.repeat(501) }, 'full_name', 'too_long'],
  ])('keeps the rest when one %s', (_what, over, field, why) => {
    const next = person({ person_record_id: 'other.example/2' });
    const { persons, problems } = read(document(person(over) + next));
    expect(persons.map((one) => one.person_record_id)).toEqual(['other.example/2']);
    const found = over.person_record_id ?? 'other.example/1';
    expect(problems).toMatchObject([{ record: 'person', position: 1, id: found, field, why }]);
  });

  it('that names a field or a record twice is reported', () => {
    const twice = person({}, fields({ full_name: 'Samir' }));
    expect(read(document(twice)).problems[0]).toMatchObject({
      field: 'full_name',
      why: 'repeated',
    });
    const { persons, problems } = read(document(person() + person({ full_name: 'Samir' })));
    expect(persons.map((one) => one.full_name)).toEqual(['Khaled']);
    expect(problems[0]).toMatchObject({ position: 2, field: 'person_record_id', why: 'id_taken' });
  });

  const note: Record<string, string> = {
    note_record_id: 'other.example/n1',
    author_name: 'Brother',
    source_date: '2024-12-08T11:00:00Z',
    text: 'Seen in Homs.',
  };
  const noteOf = (over: Record<string, string> = {}) =>
    `<p:note>${fields({ ...note, ...over })}</p:note>`;

  it('has notes within persons and beside them', () => {
    const beside = noteOf({
      note_record_id: 'other.example/n2',
      person_record_id: 'far.example/9',
    });
    const { notes, problems } = read(document(person({}, noteOf()) + beside));
    expect(problems).toEqual([]);
    expect(notes.map((one) => one.person_record_id)).toEqual(['other.example/1', 'far.example/9']);
  });

  it('may not put a note under a person and say that it is of another', () => {
    const { notes, problems } = read(
      document(person({}, noteOf({ person_record_id: 'far.example/9' }))),
    );
    expect(notes).toEqual([]);
    expect(problems[0]).toMatchObject({ record: 'note', why: 'of_another_person' });
  });

  it('keeps a note of a person that could not be read, and reports one of nobody', () => {
    const { notes, problems } = read(
      document(person({ sex: 'M' }, noteOf()) + noteOf({ note_record_id: 'other.example/n2' })),
    );
    expect(notes).toHaveLength(1);
    expect(problems.at(-1)).toMatchObject({
      record: 'note',
      position: 2,
      id: 'other.example/n2',
      field: 'person_record_id',
      why: 'missing',
    });
  });

  it('says which elements are passed over, of records that are read alone', () => {
    const more = { description: 'x', photo_url: 'y', home_street: '' };
    const beside = noteOf({ author_email: 'a@other.example', found: 'true' });
    const { unread } = read(
      document(
        person(more, beside) +
          person({ ...more, person_record_id: 'other.example/2', sex: 'M' }) +
          person({
            ...more,
            person_record_id: 'other.example/3',
            expiry_date: '2024-12-19T00:00:00Z',
          }),
      ),
    );
    expect(unread.map(({ record, id, element }) => [record, id, element])).toEqual([
      ['person', 'other.example/1', 'description'],
      ['person', 'other.example/1', 'photo_url'],
      ['note', 'other.example/n1', 'author_email'],
      ['note', 'other.example/n1', 'found'],
    ]);
  });

  it('gives no data of what has expired, though the file still has it, nor its notes', () => {
    const expired = person({ expiry_date: '2024-12-19T00:00:00Z' }, noteOf());
    expect(read(document(expired))).toEqual({
      persons: [],
      lines: new Map(),
      placeholders: [
        {
          person_record_id: 'other.example/1',
          source_date: '2024-12-08T11:00:00Z',
          expiry_date: '2024-12-19T00:00:00Z',
        },
      ],
      notes: [],
      unread: [],
      problems: [],
    });
    expect(read(document(expired), '2024-12-18T23:59:59Z').persons).toHaveLength(1);
  });
});

describe('a file is refused whole', () => {
  const refusal = (xml: string) => {
    const result = readPfif(xml, now);
    return result.ok ? null : result.error;
  };

  it.each([
    ['when it was cut off', document(person()).slice(0, -9)],
    ['when it is not closed as it was opened', '<a><b></a></b>'],
    ['when it has two roots', '<a/><b/>'],
    ['when it has text outside', '<a/>text'],
    ['when it is empty', ''],
    ['when it is JSON', '{}'],
  ])('%s', (_when, xml) => {
    expect(refusal(xml)?.type).toBe('not_xml');
  });

  it('each problem with the line where its record starts, whatever breaks the lines', () => {
    const bad = (id: string) => person({ person_record_id: id, sex: 'M' });
    for (const end of ['\n', '\r\n']) {
      const text = document(`${end}<!-- one${end}two -->${end}${bad('a.example/1')}`);
      expect(read(text).problems).toMatchObject([{ id: 'a.example/1', line: 4 }]);
    }
  });

  it('with the line where it stops being XML', () => {
    expect(refusal('<a>\n<b>\n</c></b></a>')).toEqual({ type: 'not_xml', line: 3 });
  });

  it('when it defines entities', () => {
    const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>`;
    expect(refusal(`<?xml version="1.0"?>${bomb}${document('&lol2;')}`)).toEqual({
      type: 'has_doctype',
    });
  });

  it('when it is too large or too deep', () => {
    expect(refusal(' '.repeat(20_000_001))?.type).toBe('too_large');
    expect(refusal('<a>'.repeat(100_000))?.type).toBe('too_deep');
  });

  it('when it is no PFIF, or an older one', () => {
    expect(refusal('<html></html>')).toEqual({ type: 'not_pfif' });
    expect(refusal(document('', 'http://zesty.ca/pfif/1.2'))).toEqual({
      type: 'other_version',
      namespace: 'http://zesty.ca/pfif/1.2',
    });
  });

  test('and no text at all throws', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '<p:person>',
      '</p:person>',
      '<![CDATA[',
      ']]>',
      '&',
      '&#x;',
      '<!--',
      '-->',
      '<?',
      '?>',
      '"',
      ' a="',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        expect(() => readPfif(document(pieces.join('')), now)).not.toThrow();
        expect(() => readPfif(pieces.join(''), now)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

test('a person as it is read is of the type that is written', () => {
  const [found]: PfifPerson[] = read(document(person())).persons;
  expect(found).toEqual({
    person_record_id: 'other.example/1',
    expiry_date: null,
    author_name: null,
    source_name: null,
    source_date: '2024-12-08T11:00:00Z',
    full_name: 'Khaled',
    given_name: null,
    family_name: null,
    alternate_names: [],
    sex: null,
    date_of_birth: null,
    age: null,
    home_city: null,
    home_state: null,
    home_country: null,
  });
});
