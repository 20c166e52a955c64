import type { MutationKind } from '../../src/lib/domain/mutations.ts';
import type { ReportFields } from '../../src/lib/domain/report-payloads.ts';
import { uuid, type Operation } from './fixture.ts';

/** Two people and a tracing request are there too. */
export type OperationToTry = Operation & {
  person: string;
  other: string;
  hospital: string;
  request: string;
};

const hash = 'a'.repeat(64);
const notHash = ['a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64), 7];

type Case = {
  /** A payload that is good; for updates, fields to set. */
  good: (operation: OperationToTry) => Record<string, unknown>;
  /** For each field, values that are not as they should be; undefined leaves it out. */
  bad: Record<string, unknown[]>;
  /** The kind sets fields of a row: `{ set, base }`. */
  set?: boolean;
};

const long = 'ا'.repeat(4001);
const longName = 'ا'.repeat(201);
const notUuid = ['one', 7, '', '{00000000-0000-0000-0000-000000000000}'];
const notName = [null, '', ' \t', '\u200f\u00a0', longName, 7, ['x']];
const notText = [7, true, ['x'], { a: 1 }, long];
const notTime = [
  'tomorrow',
  7,
  '2024-12-08',
  '2024-02-30T10:00:00Z',
  '2024-12-08T10:00:00',
  'infinity',
];
const notWord = ['else', '', 7, null];
const notCount = [-1, 1.5, '3', true, 1e9];
const notFlag = ['true', 1, null];
const notLat = [-90.1, 91, '33', true];

const partsOfName = ['given', 'father', 'grandfather', 'family', 'mother', 'kunya'];
const badPerson = {
  ...Object.fromEntries(partsOfName.map((part) => [part, [longName, 7, true, ['x']]])),
  also_known_as: [['x', 7], 'x', [''], null, Array.from({ length: 21 }, () => 'x')],
  sex: notWord,
  age_group: notWord,
  birth_year: [1899, 2101, 1980.5, '1980'],
  languages: ['ar', null, ['arabic'], ['AR'], [7], Array.from({ length: 21 }, () => 'ar')],
  home_adm1_pcode: ['03', 'SY0301', 7],
  found_site_id: [...notUuid, uuid()],
  found_area_id: [...notUuid, uuid()],
  found_task_id: [...notUuid, uuid()],
  found_at: notTime,
  condition: notWord,
  group_id: notUuid,
  photo_consent: notFlag,
  share_consent: notWord,
  consent_at: notTime,
  expires_on: ['today', '2024-02-30', 7],
  // Nobody is asked for a story, and there is no place for one.
  story: ['text'],
  notes: ['text'],
  team_id: [null],
  merged_into: [null],
  needs_review: [false],
};
const badTracing = {
  ...Object.fromEntries(partsOfName.map((part) => [part, [longName, 7, true, ['x']]])),
  also_known_as: badPerson.also_known_as,
  sex: notWord,
  age_group: notWord,
  birth_year: badPerson.birth_year,
  home_adm1_pcode: badPerson.home_adm1_pcode,
  last_site_id: [...notUuid, uuid()],
  seeker_name: [longName, 7],
  seeker_relation: notWord,
  seeker_contact: [longName, 7],
  share_consent: notWord,
  consent_at: notTime,
  expires_at: notTime,
  // What happened to anybody is no one's to ask.
  story: ['text'],
  status: ['open'],
  team_id: [null],
  needs_review: [false],
};
const badReport = {
  text: [...notText, null, '', ' '],
  measure: [...notWord, 'people'],
  figure_from: [...notCount, null],
  figure_to: [...notCount, 99],
  source: [longName, 7, true, ['x']],
  // A browser would run the second one.
  link: ['ftp://x', 'javascript:alert(1)', 'http://', 7, ['x'], `https://x/${long}`],
  site_id: [...notUuid, uuid()],
  area_id: [...notUuid, uuid()],
  // Where the site is known, its governorate is.
  adm1_pcode: ['03', 'SY0301', 7, 'SY03'],
  access_code: [longName, 7, true, ['x']],
  informant: [longName, 7, true, ['x']],
  status: ['refuted'],
  task_id: [null],
  assigned_team_id: [null],
  colour: ['red'],
};
export const reported = ({ site }: Operation): Partial<ReportFields> & { text: string } => ({
  text: 'Over a hundred below the red building',
  measure: 'people_held',
  figure_from: 100,
  figure_to: null,
  site_id: site,
  area_id: null,
  adm1_pcode: null,
});
const reason = { reason: notText, resolves: ['x', ['x'], [null], {}], colour: ['red'] };
const anywhere = ({ site }: Operation) => ({ found_site_id: site, found_area_id: null });

/** By kind: a payload that is good, and for each field values that are not. */
const badErasure = { reason: [...notWord, undefined, null, 'expired'], colour: ['red'] };

export const cases: Record<MutationKind, Case> = {
  'task.create': {
    good: () => ({ kind: 'search' }),
    bad: {
      kind: [...notWord, undefined],
      title: notText,
      details: notText,
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      priority: notWord,
      due_at: notTime,
      people_expected: notCount,
      team_id: [...notUuid, uuid()],
      colour: ['red'],
    },
  },
  'task.update': {
    set: true,
    good: () => ({}),
    bad: {
      kind: notWord,
      title: notText,
      details: notText,
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      priority: notWord,
      due_at: notTime,
      people_expected: notCount,
      status: ['done'],
      team_id: [null],
      version: [1],
    },
  },
  'task.status': {
    good: () => ({ status: 'en_route', from: 'open' }),
    bad: {
      status: [...notWord, undefined],
      from: notWord,
      reason: notText,
      resolves: ['x', ['x'], [null], {}],
      colour: ['red'],
    },
  },
  'task.claim': {
    good: (operation) => ({ team_id: operation.teamA, from_team_id: null }),
    bad: {
      team_id: [...notUuid, uuid()],
      from_team_id: notUuid,
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'task.hand_over': {
    good: (operation) => ({ team_id: operation.teamB }),
    bad: {
      team_id: [...notUuid, uuid(), undefined],
      from_team_id: notUuid,
      note: notText,
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'task.comment': {
    good: () => ({ body: 'Need light' }),
    bad: { body: [...notText, null, '', ' ', undefined], help: notFlag, colour: ['red'] },
  },
  'team.status': {
    good: () => ({ status: 'on_site' }),
    bad: { status: [...notWord, undefined], colour: ['red'] },
  },
  'team.checkin': {
    good: () => ({ checkin_id: uuid(), lat: 33.5, lon: 36.3 }),
    bad: {
      checkin_id: [...notUuid, null, undefined],
      site_id: [...notUuid, uuid()],
      lat: [...notLat, null, undefined],
      lon: [181, -180.5, '36'],
      accuracy_m: [-1, '5'],
      note: notText,
      expected_back_at: notTime,
      status: notWord,
      colour: ['red'],
    },
  },
  'site.create': {
    good: () => ({ code: uuid(), name_en: 'Clinic', kind: 'clinic', lat: 33.5, lon: 36.3 }),
    bad: {
      code: [...notName, undefined],
      name_en: [...notName, undefined],
      name_ar: [longName, 7],
      aliases: [['x', 7], 'x', [''], null, Array.from({ length: 51 }, () => 'x')],
      kind: [...notWord, undefined],
      status: notWord,
      adm1_pcode: ['03', 'sy03', 7],
      lat: [...notLat, null],
      lon: [181, '36'],
      coord_source: ['guess', 7],
      coord_precision_m: [-1, '5'],
      access_notes: notText,
      beds_total: notCount,
      beds_free: notCount,
      services: [['x', 7], 'x', null],
      deleted: [true, 'no'],
      colour: ['red'],
    },
  },
  'site.update': {
    set: true,
    good: () => ({}),
    bad: {
      code: notName,
      lat: [...notLat, null],
      beds_free: notCount,
      deleted: notFlag,
      version: [1],
    },
  },
  'area.create': {
    good: (operation) => ({ site_id: operation.site, level: 'room', name_en: 'Room 2' }),
    bad: {
      site_id: [...notUuid, uuid(), undefined],
      level: [...notWord, undefined],
      parent_id: [...notUuid, uuid()],
      name_en: [...notName, undefined],
      name_ar: [longName, 7],
      access: notWord,
      sort: [1.5, '1', null],
      note: notText,
      deleted: [true, 'no'],
      colour: ['red'],
    },
  },
  'area.update': {
    set: true,
    good: () => ({}),
    bad: {
      level: notWord,
      parent_id: [...notUuid, uuid()],
      name_en: notName,
      access: notWord,
      sort: [1.5, null],
      deleted: notFlag,
      site_id: [uuid()],
    },
  },
  'area.search': {
    good: () => ({ search_id: uuid(), method: 'dog', result: 'nothing_found' }),
    bad: {
      search_id: [...notUuid, null, undefined],
      method: [...notWord, undefined],
      result: [...notWord, undefined],
      team_id: [...notUuid, uuid()],
      task_id: [...notUuid, uuid()],
      note: notText,
      searched_at: [...notTime, null],
      colour: ['red'],
    },
  },
  'team.create': {
    good: () => ({ code: uuid(), name_en: 'Dogs', specialty: 'dog_unit' }),
    bad: {
      code: [...notName, undefined],
      name_en: [...notName, undefined],
      name_ar: [longName, 7],
      specialty: [...notWord, undefined],
      organisation_id: [...notUuid, uuid()],
      deleted: [true, 'no'],
      colour: ['red'],
    },
  },
  'team.update': {
    set: true,
    good: () => ({}),
    bad: {
      code: notName,
      specialty: notWord,
      organisation_id: [...notUuid, uuid()],
      status: ['on_site'],
    },
  },
  'operation.update': {
    set: true,
    good: () => ({}),
    bad: {
      name_en: notName,
      name_ar: [longName, 7],
      status: notWord,
      starts_on: ['today', '2024-02-30', 7],
      settings: [null, 'x', []],
    },
  },
  'release.record': {
    good: () => ({ women: 1 }),
    bad: {
      women: notCount,
      men: notCount,
      girls: notCount,
      boys: notCount,
      unknown: notCount,
      together: notFlag,
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      task_id: [...notUuid, uuid()],
      team_id: [...notUuid, uuid()],
      corrects: [...notUuid, uuid()],
      note: notText,
      colour: ['red'],
    },
  },
  'record.discard': {
    good: (operation) => ({
      record_id: uuid(),
      kind: 'task.comment',
      entity_id: operation.area,
      payload: { body: 'Need light' },
      reason: 'Sent by radio',
      state: 'refused',
    }),
    bad: {
      record_id: [...notUuid, null, undefined],
      kind: [...notName, undefined],
      entity_id: [...notUuid, null, undefined],
      payload: ['x', null, []],
      reason: notText,
      state: [...notName, undefined],
      colour: ['red'],
    },
  },
  'person.create': { good: anywhere, bad: { ...badPerson, deleted: [true, false] } },
  'person.update': { set: true, good: anywhere, bad: { ...badPerson, deleted: notFlag } },
  'person.merge': {
    good: ({ other }) => ({ into: other, reasons: ['mother'] }),
    bad: {
      into: [...notUuid, null, undefined, uuid()],
      reasons: ['x', null, undefined, [''], [7], Array.from({ length: 21 }, () => 'x')],
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'person.unmerge': {
    good: () => ({ reason: 'Two brothers' }),
    bad: {
      reason: [7, true, ['x'], longName],
      from: notUuid,
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'care.open': {
    good: () => ({ triage: { category: 'immediate', method: 'direct' } }),
    bad: {
      person_id: notUuid,
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      task_id: [...notUuid, uuid()],
      triage: ['x', null, 7, []],
      team_id: [uuid()],
      colour: ['red'],
    },
  },
  'care.triage': {
    good: () => ({
      category: 'minor',
      method: 'start',
      path: [{ question: 'walks', answer: 'yes' }],
    }),
    bad: {
      category: [...notWord, undefined, 'expectant'],
      method: [...notWord, undefined],
      path: [
        'x',
        null,
        {},
        ['walks'],
        [{ question: 'walks' }],
        [{ question: 'walks', answer: 'perhaps' }],
        [{ question: 'runs', answer: 'yes' }],
        [{ question: 'walks', answer: 'yes', note: 'x' }],
        Array.from({ length: 21 }, () => ({ question: 'walks', answer: 'yes' })),
      ],
      colour: ['red'],
    },
  },
  'care.observe': {
    good: () => ({ signs: ['fever'], weight_kg: 41.5, low_electrolytes: null }),
    bad: {
      signs: ['fever', ['else'], [7], null, {}],
      needs: ['surgery', ['else'], [7], null],
      weight_kg: [0, 401, '41', true],
      height_cm: [10, 300, '170'],
      breaths_per_min: [-1, 151, 20.5, '20'],
      pulse_per_min: [-1, 351, 80.5, '80'],
      weight_loss_percent: [-1, 91, '10'],
      days_of_little_intake: [-1, 366, 1.5, '5'],
      low_electrolytes: ['yes', 1],
      alcohol_or_drugs: ['yes', 1],
      note: [7, 'ا'.repeat(501), ['x']],
      name: ['x'],
    },
  },
  'care.step': {
    good: (operation) => ({
      from: 'triaged',
      to: 'transport_requested',
      facility_id: operation.hospital,
    }),
    bad: {
      from: [...notWord, undefined],
      to: [...notWord, undefined],
      reason: [7, true, 'ا'.repeat(501)],
      facility_id: [...notUuid, uuid(), null, undefined],
      resolves: ['x', ['x'], [null], {}],
      colour: ['red'],
    },
  },
  'care.link': {
    good: () => ({ person_id: null }),
    bad: {
      person_id: [...notUuid, undefined],
      from_person_id: notUuid,
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'facility.report': {
    good: () => ({ bed_kind: 'intensive', beds_total: 8, beds_free: 2, status: 'open' }),
    bad: {
      bed_kind: ['else', '', 7],
      beds_total: notCount,
      beds_free: [...notCount, 9],
      status: [...notWord, undefined],
      services: [['x', 7], 'x', [''], Array.from({ length: 51 }, () => 'x')],
      colour: ['red'],
    },
  },
  'tracing.request': {
    good: ({ site }) => ({ given: 'خالد', last_site_id: site, source_record_id: 'example.org/1' }),
    bad: { ...badTracing, source_record_id: [7, 'x'.repeat(501)], deleted: [true, false] },
  },
  'tracing.update': {
    set: true,
    good: ({ site }) => ({ last_site_id: site }),
    bad: { ...badTracing, source_record_id: ['example.org/2'], deleted: notFlag },
  },
  'tracing.step': {
    good: () => ({ from: 'open', to: 'closed', reason: 'Found at home' }),
    bad: {
      from: [...notWord, undefined],
      to: [...notWord, undefined],
      reason: [7, true, 'ا'.repeat(501)],
      resolves: ['x', ['x'], [null], {}],
      colour: ['red'],
    },
  },
  'tracing.claim': {
    good: ({ request, person }) => ({
      request_id: request,
      person_id: person,
      reasons: ['mother'],
    }),
    bad: {
      request_id: [...notUuid, null, undefined, uuid()],
      person_id: [...notUuid, null, undefined, uuid()],
      reasons: ['x', null, [''], [7], Array.from({ length: 21 }, () => 'x')],
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'tracing.claim_step': {
    good: () => ({ from: 'proposed', to: 'held' }),
    bad: {
      from: [...notWord, undefined],
      to: [...notWord, undefined],
      reason: [7, true, 'ا'.repeat(501)],
      resolves: ['x', ['x'], [null], {}],
      colour: ['red'],
    },
  },
  'person.erase': { good: () => ({ reason: 'kept_too_long' }), bad: badErasure },
  'tracing.erase': { good: () => ({ reason: 'request_of_the_family' }), bad: badErasure },
  'report.create': {
    good: (operation) => ({ kind: 'lead', ...reported(operation), access_code: '1207' }),
    bad: {
      ...badReport,
      kind: [...notWord, undefined],
      text: [...badReport.text, undefined],
      reliability: [...notWord, 'G'],
      credibility: [...notWord, '7', 2],
      deleted: [true, false],
    },
  },
  'report.update': {
    set: true,
    good: reported,
    bad: {
      ...badReport,
      measure: [...badReport.measure, undefined],
      area_id: [...badReport.area_id, undefined],
      kind: ['claim'],
      reliability: ['A'],
      deleted: notFlag,
    },
  },
  'report.grade': {
    good: () => ({
      reliability: 'B',
      credibility: '2',
      from: { reliability: 'F', credibility: '6' },
    }),
    bad: {
      reliability: [...notWord, undefined, 'G'],
      credibility: [...notWord, undefined, '7', 2],
      from: ['B2', null, {}, { reliability: 'A' }, { reliability: 'A', credibility: '9' }],
      ...reason,
    },
  },
  'report.status': {
    good: () => ({ status: 'corroborated', from: 'unverified', reason: 'Two others say so' }),
    bad: {
      status: [...notWord, undefined],
      from: notWord,
      // Only what is superseded has a better one.
      superseded_by: [...notUuid, uuid()],
      ...reason,
    },
  },
  'report.assign': {
    good: ({ teamA }) => ({ assigned_team_id: teamA, from_team_id: null }),
    bad: {
      assigned_team_id: [...notUuid, uuid(), undefined],
      from_team_id: notUuid,
      ...reason,
    },
  },
  'report.task': {
    good: () => ({ task_id: null }),
    bad: { task_id: [...notUuid, uuid(), undefined], from_task_id: notUuid, ...reason },
  },
  'evidence.record': {
    good: ({ site }) => ({
      sha256: hash,
      size_bytes: 3_000_000,
      media_type: 'image/jpeg',
      original_name: 'صورة.jpg',
      method: 'camera',
      source: 'Desk in the guard room',
      collected_at: '2024-12-08T10:30:00Z',
      site_id: site,
      lat: 33.66,
      lon: 36.32,
      accuracy_m: 12,
      working_sha256: hash,
      working_bytes: 90_000,
    }),
    bad: {
      sha256: [...notHash, null, undefined],
      size_bytes: [0, 104_857_601, 1.5, '3', null, undefined],
      media_type: ['image', 'Image/JPEG', 'text/html; charset=x', '', 7, null, undefined],
      original_name: ['ا'.repeat(256), 7, ['x']],
      method: [...notWord, undefined],
      source: [longName, 7, ['x']],
      collected_at: [...notTime, null, undefined],
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      task_id: [...notUuid, uuid()],
      report_id: [...notUuid, uuid()],
      lat: notLat,
      lon: [-180.1, 181, '36', true],
      accuracy_m: [-1, '3'],
      working_sha256: notHash,
      working_bytes: [0, 1_048_577, '3'],
      // Nobody is asked for a story, and there is no place for one.
      story: ['text'],
      notes: ['text'],
      stored_at: [null],
    },
  },
  'evidence.stored': { good: () => ({}), bad: { parts: [3] } },
  'evidence.tie': {
    good: () => ({ report_id: null, from_report_id: null, reason: 'Another door' }),
    bad: {
      report_id: [...notUuid, undefined],
      from_report_id: notUuid,
      reason: [longName, 7, ['x']],
      task_id: [null],
    },
  },
  'custody.record': {
    good: () => ({ action: 'handed_over', to_party: 'Court clerk', reason: 'Summons 14' }),
    bad: {
      action: ['else', 'collected', 'stored', 'checked', 'mismatch', 7, null, undefined],
      from_party: [longName, 7, ['x']],
      to_party: [longName, 7, ' ', null, undefined],
      reason: [longName, 7, ['x']],
      hash: ['x'],
    },
  },
  'photo.record': {
    good: ({ other }) => ({
      person_id: other,
      sha256: hash,
      size_bytes: 80_000,
      taken_at: '2024-12-08T10:30:00Z',
      consent_by: 'guardian',
      person_version: null,
    }),
    bad: {
      person_id: [...notUuid, uuid(), null, undefined],
      sha256: [...notHash, null, undefined],
      size_bytes: [0, 1_048_577, 1.5, '3', null, undefined],
      taken_at: [...notTime, null, undefined],
      // Nobody is photographed without somebody who agreed.
      consent_by: [...notWord, true, undefined],
      person_version: [-1, 1.5, '3', true],
      caption: ['text'],
    },
  },
  'photo.stored': { good: () => ({}), bad: { parts: [3] } },
  'photo.remove': {
    good: () => ({ reason: 'unclear' }),
    bad: { reason: [...notWord, 'expired', 'person_removed', undefined], note: ['text'] },
  },
};
