import { describe, expect, it } from 'vitest';
import { readPfif } from '$lib/pfif/read';
import { requestRow, updatedEvent } from '../tracing.fixture';
import { Importing } from './importing.svelte';
import { importedId, leftOutOf, personOf, requestOf } from './pfifIn';
import { exportRequests } from './pfifOut';
import { previewOf, tallyLeftOut } from './preview';

const now = '2024-12-20T12:00:00Z';
const later = '2025-12-20T00:00:00Z';
const contact = '+963 11 5550123';
const none = () => [];
const exported = (requests: Parameters<typeof exportRequests>[0], history = none as never) =>
  exportRequests(requests, history, 'daylight.example', 'Operation', now);
const shared = {
  given: 'خالد',
  family: 'الخطيب',
  share_consent: 'partners',
  expires_at: later,
  seeker_name: 'فاطمة',
  seeker_contact: contact,
} as const;

describe('[F7] a file that leaves', () => {
  it('has who is sought, until when, and never who seeks or how to reach them', () => {
    const { xml, persons } = exported([requestRow(shared)]);
    expect(persons).toBe(1);
    expect(xml).toContain('خالد الخطيب');
    expect(xml).toContain('<pfif:expiry_date>2025-12-20T00:00:00Z</pfif:expiry_date>');
    expect(xml).toContain('information_sought');
    expect(xml).not.toContain('فاطمة');
    expect(xml).not.toContain(contact);
  });

  it('has nothing without consent outside, without a last day, or of another organisation', () => {
    const { xml, persons, placeholders, leftOut, without } = exported([
      requestRow({ ...shared, share_consent: 'family' }),
      requestRow({ ...shared, expires_at: null }),
      requestRow({ ...shared, source_record_id: 'other.example/1' }),
    ]);
    expect([persons, placeholders]).toEqual([0, 0]);
    expect(leftOut).toMatchObject([{ why: 'no_consent' }]);
    expect(without).toEqual({ no_expiry: 1, not_ours: 1 });
    expect(xml).not.toContain('خالد');
  });

  it('has of what expired, ended or was taken back a placeholder without a name', () => {
    const [expired, closed] = [
      requestRow({ ...shared, expires_at: '2024-12-19T00:00:00Z' }),
      requestRow({ ...shared, status: 'closed' }),
    ];
    const taken = requestRow({ ...shared, share_consent: 'none' });
    const history = (id: string) =>
      id === taken.id ? [updatedEvent(id, { old: { share_consent: 'public' } })] : [];
    const { xml, persons, placeholders } = exported([expired, closed, taken], history as never);
    expect([persons, placeholders]).toEqual([0, 3]);
    expect(xml).not.toContain('خالد');
  });

  it('is read again by the strict reader', () => {
    const read = readPfif(exported([requestRow(shared)]).xml, now);
    expect(read).toMatchObject({
      ok: true,
      value: { problems: [], persons: [{ given_name: 'خالد' }] },
    });
  });
});

const field = (name: string, value: string) => `<p:${name}>${value}</p:${name}>`;
const person = (id: string, name: string, more = '') =>
  `<p:person>\n${field('person_record_id', id)}${field('source_date', '2024-12-08T11:00:00Z')}${field('full_name', name)}${more}</p:person>\n`;
const file = (inside: string) =>
  `<?xml version="1.0"?>\n<p:pfif xmlns:p="http://zesty.ca/pfif/1.4">\n${inside}</p:pfif>`;
const known = { request: () => undefined, person: () => undefined };

describe('a file that comes in', () => {
  it('is shown before: what comes, what is here, what is refused with its line, what was taken back', async () => {
    const here = await importedId('o', 'requests', 'a.example/2');
    const xml = file(
      person('a.example/1', 'Khaled') +
        person('a.example/2', 'Walid') +
        person('a.example/3', 'Bad', field('sex', 'M')) +
        person('a.example/4', 'x'.repeat(300)) +
        person('a.example/5', 'Gone', field('expiry_date', '2024-12-19T00:00:00Z')),
    );
    const request = (id: string) => (id === here ? {} : undefined);
    expect(await previewOf(xml, 'requests', 'o', { ...known, request }, now)).toMatchObject({
      ok: true,
      coming: [{ person: { full_name: 'Khaled' } }],
      known: [{ id: here }],
      refused: [
        { line: 7, id: 'a.example/3', field: 'sex', why: 'malformed' },
        { line: 9, id: 'a.example/4', field: 'full_name', why: 'too_long' },
      ],
      expired: [{ recordId: 'a.example/5', heldAs: null }],
    });
  });

  it('names the line of a record whose id is the beginning of an earlier one’s', async () => {
    const xml = file(person('a.example/41', 'Khaled') + person('a.example/4', 'x'.repeat(300)));
    expect(await previewOf(xml, 'people', 'o', known, now)).toMatchObject({
      refused: [{ line: 5, id: 'a.example/4' }],
    });
  });

  it('that is none says where it breaks', async () => {
    expect(await previewOf('<a>\n<b>', 'people', 'o', known, now)).toEqual({
      ok: false,
      error: { type: 'not_xml', line: 2 },
    });
  });

  it('[F8] makes the same row whenever it is read again, another one for another operation or kind', async () => {
    const id = await importedId('o', 'requests', 'a.example/1');
    expect(await importedId('o', 'requests', 'a.example/1')).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(await importedId('o', 'people', 'a.example/1')).not.toBe(id);
    expect(await importedId('p', 'requests', 'a.example/1')).not.toBe(id);
  });

  it('[F8] says which elements have no place here, of how many records, its notes’ too', async () => {
    const note = (name: string, value: string) =>
      `<p:note>${field('note_record_id', `a.example/${value}`)}${field('author_name', 'x')}${field('source_date', '2024-12-08T11:00:00Z')}${field('text', 'y')}${field(name, value)}</p:note>`;
    const xml = file(
      person('a.example/1', 'Khaled', field('age', '60-70') + field('description', 'tall')) +
        person(
          'a.example/2',
          'Walid',
          field('home_city', 'Douma') + note('status', 'believed_alive'),
        ) +
        person('a.example/3', 'Samir', field('age', '20-30') + field('description', 'short')),
    );
    const preview = await previewOf(xml, 'requests', 'o', known, now);
    if (!preview.ok) throw new Error('Not read.');
    expect(tallyLeftOut(preview.coming)).toEqual([
      { element: 'description', records: 2 },
      { element: 'age', records: 1 },
      { element: 'home_city', records: 1 },
      { element: 'note/author_name', records: 1 },
      { element: 'note/source_date', records: 1 },
      { element: 'note/status', records: 1 },
      { element: 'note/text', records: 1 },
    ]);
  });

  it('keeps the whole name beside its parts, the year of birth, whose record it is and its end', () => {
    const found = {
      person_record_id: 'a.example/1',
      expiry_date: later,
      author_name: null,
      source_name: 'Other',
      source_date: '2024-12-08T11:00:00Z',
      full_name: 'Khaled ibn Walid Khatib',
      given_name: 'Khaled',
      family_name: 'Khatib',
      alternate_names: ['Abu Walid'],
      sex: 'other' as const,
      date_of_birth: null,
      age: { from: 40, to: 40 },
      home_city: null,
      home_state: null,
      home_country: null,
    };
    expect(requestOf(found, now)).toEqual({
      given: 'Khaled',
      family: 'Khatib',
      also_known_as: ['Khaled ibn Walid Khatib', 'Abu Walid'],
      birth_year: 1984,
      seeker_name: 'Other',
      seeker_relation: 'organisation',
      expires_at: later,
      source_record_id: 'a.example/1',
    });
    expect(personOf(found, now)).toMatchObject({ expires_on: '2025-12-20', birth_year: 1984 });
    expect(personOf({ ...found, given_name: null, family_name: null }, now)).toMatchObject({
      given: 'Khaled ibn Walid Khatib',
      also_known_as: ['Abu Walid'],
    });
  });

  it('keeps a span of ages where it lies in one group by now, a governorate, and never a guess', () => {
    const found = {
      person_record_id: 'a.example/1',
      expiry_date: null,
      author_name: null,
      source_name: null,
      source_date: '2014-12-08T11:00:00Z',
      full_name: 'Khaled',
      given_name: null,
      family_name: null,
      alternate_names: [],
      sex: 'male' as const,
      date_of_birth: null,
      age: { from: 8, to: 12 },
      home_city: null,
      home_state: 'SY-RD',
      home_country: 'SY',
    };
    expect(personOf(found, now)).toMatchObject({ age_group: 'adult', home_adm1_pcode: 'SY03' });
    expect(leftOutOf(found, 'people', now)).toEqual([]);
    const across = { ...found, age: { from: 50, to: 60 }, home_state: 'BA', home_country: 'LB' };
    expect(requestOf(across, now)).not.toHaveProperty('age_group');
    expect(leftOutOf(across, 'requests', now)).toEqual(['age', 'home_state', 'home_country']);
    expect(leftOutOf({ ...found, date_of_birth: '1985-03-21' }, 'people', now)).toEqual([
      'date_of_birth',
    ]);
    expect(leftOutOf({ ...found, source_name: 'Other' }, 'requests', now)).toEqual([]);
    expect(leftOutOf({ ...found, source_name: 'Other' }, 'people', now)).toEqual(['source_name']);
  });
});

describe('taking a file in', () => {
  const one = (id: string) => ({ id, leftOut: [`of ${id}`] }) as never;

  it('[F8] can be stopped between two records; what was saved stays, and says what it had besides', async () => {
    const importing = new Importing();
    const kept: string[] = [];
    await importing.take([one('a'), one('b'), one('c')], ({ id }) => {
      kept.push(id);
      if (id === 'b') importing.stop();
      return Promise.resolve(true);
    });
    expect(kept).toEqual(['a', 'b']);
    expect(importing.isRunning).toBe(false);
    expect(importing.result).toEqual({
      taken: 2,
      of: 3,
      why: 'stopped',
      leftOut: [
        { element: 'of a', records: 1 },
        { element: 'of b', records: 1 },
      ],
    });
  });

  it('ends at the first record that the phone cannot keep, and can be begun again', async () => {
    const importing = new Importing();
    await importing.take([one('a'), one('b')], ({ id }) => Promise.resolve(id === 'a'));
    expect(importing.result).toMatchObject({ taken: 1, of: 2, why: 'failed' });
    await importing.take([one('b')], () => Promise.resolve(true));
    expect(importing.result).toMatchObject({ taken: 1, of: 1, why: 'all' });
  });
});
