import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mutation, MutationKind } from '$lib/domain/mutations';
import { mutationKinds } from '$lib/domain/mutations';
import type { FieldSpec } from './fieldRules.ts';
import { fieldsOf } from './payloadFields.ts';
import { formOf, nameOfField, payloadOf } from './payloadForm.ts';

const id = '77777777-0000-4000-8000-000000000001';
const zone = 'Asia/Damascus';

const mutation = (kind: MutationKind, payload: object): Mutation =>
  ({
    id,
    operation_id: id,
    kind,
    entity_id: id,
    base_version: 1,
    payload,
    device_at: '2024-12-08T04:00:00.000Z',
  }) as Mutation;

const corrected = (kind: MutationKind, payload: object, change: Record<string, string>) => {
  const record = mutation(kind, payload);
  return payloadOf(record, { ...formOf(record, zone), ...change }, zone);
};

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const valueOf = ({ rule }: FieldSpec): fc.Arbitrary<unknown> => {
  switch (rule.type) {
    case 'text':
      return words;
    case 'choice':
      return fc.constantFrom(...rule.list);
    case 'number':
      return fc.integer({
        min: Math.ceil(Math.max(rule.low, 0)),
        max: Math.min(rule.high, Math.max(rule.low, 90)),
      });
    case 'time':
      return fc
        .date({ min: new Date('2024-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'date':
      return fc.constant('2024-12-08');
    case 'yes_no':
      return fc.boolean();
    case 'lines':
      return fc.array(words, { maxLength: 4 });
    case 'row':
      return fc.uuid();
  }
};

const fields = {
  kind: 'release',
  title: 't',
  details: 'd',
  site_id: id,
  area_id: id,
  priority: 'high',
  due_at: null,
  people_expected: 1,
  code: 'c',
  name_en: 'n',
  name_ar: 'n',
  aliases: [],
  status: 'open',
  adm1_pcode: null,
  lat: 1,
  lon: 1,
  coord_source: null,
  coord_precision_m: 1,
  access_notes: null,
  beds_total: 1,
  beds_free: 1,
  services: [],
  level: 'room',
  parent_id: null,
  access: 'open',
  sort: 1,
  note: null,
  specialty: 'medical',
  organisation_id: null,
  starts_on: null,
  deleted: true,
  given: 'g',
  father: null,
  also_known_as: [],
  sex: 'female',
  age_group: 'child',
  birth_year: 1985,
  languages: ['ar'],
  home_adm1_pcode: null,
  found_site_id: id,
  found_area_id: id,
  found_task_id: id,
  found_at: null,
  condition: 'stable',
  group_id: id,
  photo_consent: false,
  share_consent: 'none',
  consent_at: null,
  expires_on: null,
  last_site_id: id,
  seeker_name: 's',
  seeker_relation: 'parent',
  seeker_contact: null,
  expires_at: null,
  settings: { lock_after_hours: 72, time_zone: zone },
};

/** Any payload of a kind that the server might have been asked for. */
const payloads = (kind: MutationKind): fc.Arbitrary<object> => {
  const specs = fieldsOf(kind, { set: fields });
  const values = fc.record(
    Object.fromEntries(
      specs.map((spec) => [
        nameOfField(spec),
        spec.empty === 'error'
          ? valueOf(spec)
          : fc.option(valueOf(spec), { nil: spec.empty === 'null' ? null : undefined }),
      ]),
    ),
    { requiredKeys: specs.filter(({ empty }) => empty === 'error').map(nameOfField) },
  );
  return values.map((flat) => {
    const payload: Record<string, unknown> = { search_id: id, resolves: [id] };
    for (const { path, ...spec } of specs) {
      const value = (flat as Record<string, unknown>)[nameOfField({ path, ...spec })];
      if (value === undefined) continue;
      let at = payload;
      for (const field of path.slice(0, -1)) at = (at[field] ??= {}) as Record<string, unknown>;
      at[path.at(-1) ?? ''] = value;
    }
    const coordinates = (payload['set'] ?? payload) as Record<string, unknown>;
    if ((coordinates['lat'] ?? null) === null || (coordinates['lon'] ?? null) === null) {
      delete coordinates['lat'];
      delete coordinates['lon'];
    }
    if (kind === 'task.status') payload['reason'] = 'stairs collapsed';
    return payload;
  });
};

describe('[K7] a correction', () => {
  test.each(mutationKinds)('of %s in which nothing is changed says what was said', (kind) => {
    fc.assert(
      fc.property(payloads(kind), (payload) => {
        expect(corrected(kind, payload, {})).toEqual({ ok: true, value: payload });
      }),
      { numRuns: 40 },
    );
  });

  test('changes what is changed, and keeps what the form does not show', () => {
    const searchedAt = '2024-12-08T04:00:31.250Z';
    const payload = {
      search_id: id,
      method: 'dog',
      result: 'inaccessible',
      note: null,
      searched_at: searchedAt,
    };
    expect(corrected('area.search', payload, { result: 'nothing_found', note: 'wet' })).toEqual({
      ok: true,
      value: { ...payload, result: 'nothing_found', note: 'wet' },
    });
  });

  test('of settings changes one of them', () => {
    const settings = { lock_after_hours: 9000, tile_url: 'https://t.example/{z}/{x}/{y}' };
    const change = { 'set.settings.lock_after_hours': '٧٢' };
    expect(corrected('operation.update', { set: { settings }, base: {} }, change)).toEqual({
      ok: true,
      value: { set: { settings: { ...settings, lock_after_hours: 72 } }, base: {} },
    });
  });

  test('reads times on the clock of the operation, and digits of both keyboards', () => {
    const payload = { kind: 'release', due_at: '2024-12-08T04:00:00.000Z' };
    const change = { due_at: '2024-12-08T09:30', people_expected: '١٢' };
    expect(corrected('task.create', payload, change)).toMatchObject({
      ok: true,
      value: { due_at: '2024-12-08T06:30:00.000Z', people_expected: 12 },
    });
  });

  test('leaves out or empties what is emptied, as the field allows', () => {
    expect(corrected('task.status', { status: 'done', reason: 'x' }, { reason: ' ' })).toEqual({
      ok: true,
      value: { status: 'done' },
    });
    expect(corrected('task.update', { set: { title: 'x' } }, { 'set.title': '' })).toEqual({
      ok: true,
      value: { set: { title: null } },
    });
    expect(corrected('site.update', { set: { aliases: ['x'] } }, { 'set.aliases': '' })).toEqual({
      ok: true,
      value: { set: { aliases: [] } },
    });
  });
});

describe('bad input is told field by field', () => {
  test.each<[MutationKind, object, Record<string, string>, object]>([
    ['task.comment', { body: 'x' }, { body: ' ' }, { body: { type: 'required' } }],
    ['task.status', { status: 'done' }, { status: 'blocked' }, { reason: { type: 'reason' } }],
    ['task.create', { kind: 'release' }, { due_at: 'soon' }, { due_at: { type: 'time' } }],
    [
      'task.create',
      { kind: 'release' },
      { people_expected: 'many', title: 'x'.repeat(201) },
      {
        people_expected: { type: 'number', low: 0, high: 1_000_000, whole: true },
        title: { type: 'too_long', most: 200 },
      },
    ],
    [
      'site.update',
      { set: { lat: 1, lon: 2 } },
      { 'set.lat': '' },
      { 'set.lat': { type: 'pair' } },
    ],
    [
      'site.update',
      { set: { beds_free: 1 } },
      { 'set.beds_free': '1.5' },
      { 'set.beds_free': { type: 'number', low: 0, high: 100_000, whole: true } },
    ],
    [
      'operation.update',
      { set: { starts_on: null } },
      { 'set.starts_on': '2024-13-40' },
      { 'set.starts_on': { type: 'date' } },
    ],
  ])('%s', (kind, payload, change, errors) => {
    expect(corrected(kind, payload, change)).toMatchObject({
      ok: false,
      error: { fields: errors },
    });
  });
});
