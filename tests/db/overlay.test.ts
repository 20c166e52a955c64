/**
 * [K2] What a phone shows before the server answers is what the server then does:
 * src/lib/sync/overlay.ts against apply_mutations, for every kind of mutation.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mutation, MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import { mutationKinds } from '../../src/lib/domain/mutations.ts';
import type { Rows, Synced, TableName } from '../../src/lib/domain/rows.ts';
import type { HandoffStatus } from '../../src/lib/domain/care/vocabulary.ts';
import { tableNames } from '../../src/lib/domain/rows.ts';
import { claimId } from '../../src/lib/domain/people/claim-id.ts';
import { composeMutation } from '../../src/lib/sync/compose.ts';
import type { Author } from '../../src/lib/sync/layer.ts';
import { newRecord } from '../../src/lib/sync/outbox.ts';
import { readyEffects } from '../../src/lib/sync/overlay.ts';
import { parsePullAnswer } from '../../src/lib/sync/protocol.ts';
import { Replica } from '../../src/lib/sync/replica.ts';
import { noRows } from '../../src/lib/sync/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeClaim,
  evidencePayload,
  fakePhotoUpload,
  fakeUpload,
  makeEvidence,
  makeFacility,
  makeOperation,
  makePerson,
  makePhoto,
  makeRequest,
  makeReport,
  makeTask,
  mutation,
  photoPayload,
  pull,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

// The effects of the desks are loaded when a phone has something of theirs.
await readyEffects(mutationKinds);

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

type Who = 'admin' | 'coordinatorA' | 'medicB';

/** What the account sees, as a phone that has pulled everything. */
const phoneOf = async (operation: Operation, who: Who): Promise<Replica> => {
  const authors: Record<Who, Omit<Author, 'userId'>> = {
    admin: { role: 'admin', teamId: null },
    coordinatorA: { role: 'coordinator', teamId: operation.teamA },
    medicB: { role: 'medic', teamId: operation.teamB },
  };
  const author: Author = { userId: operation[who], ...authors[who] };
  const replica = new Replica({ rows: noRows(), outbox: [], cursor: null }, author);
  const page = await parsePullAnswer(await pull(db, author.userId, operation.id, null, 1000));
  if (!page.ok) throw new Error(`pull_changes: ${page.error.field}`);
  expect(page.value.damaged).toEqual([]);
  replica.apply({ dropRows: false, changes: page.value.changes, records: [], removed: [] });
  return replica;
};

/** Rows without what only the server can know: its versions and its own clock. */
const comparable = (replica: Replica) =>
  Object.fromEntries(
    tableNames.map((table) => [
      table,
      replica
        .all(table)
        .map((row) => withoutServerOnly(table, row))
        .toSorted((a, b) => String(a.id).localeCompare(String(b.id))),
    ]),
  );

const serverOnly = new Set([
  'version',
  'created_at',
  'updated_at',
  'received_at',
  'handoff_at',
  'stored_at',
  'prev_hash',
  'hash',
]);
const times = /^\d{4}-\d\d-\d\dT/;

const withoutServerOnly = (table: TableName, row: Synced): Record<string, unknown> =>
  Object.fromEntries<unknown>(
    Object.entries<unknown>({ ...row })
      .filter(([field]) => !serverOnly.has(field))
      .map(([field, value]) => [field, plain(table, field, value)] as const),
  );

const plain = (table: TableName, field: string, value: unknown): unknown => {
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, plain(table, key, inner)]),
    );
  // When a conflict was decided is the server's word; that it was is not.
  if (field === 'resolved_at') return value !== null;
  return typeof value === 'string' && times.test(value) ? Date.parse(value) : value;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a person does, and whom it needs to be there. */
interface Scene {
  who: Who;
  steps: (operation: Operation) => Promise<Ask[]> | Ask[];
}
type Ask = { [K in MutationKind]: { kind: K; entity: string; payload: Payloads[K] } }[MutationKind];

const ask = <K extends MutationKind>(kind: K, entity: string, payload: Payloads[K]) =>
  ({ kind, entity, payload }) as Ask;

const hash = 'cd'.repeat(32);
const delayed = { category: 'delayed', method: 'direct' } as const;

/** A case that an account has opened, at some status, with a facility where it would have one. */
const makeCase = async (
  { id, ...operation }: Operation,
  opener: 'coordinatorA' | 'medicB',
  handoff: HandoffStatus = 'triaged',
  facility: string | null = null,
): Promise<string> => {
  const care = uuid();
  await send(db, operation[opener], mutation(id, 'care.open', care, { triage: delayed }));
  await db.sql`update public.care_cases set handoff = ${handoff}, facility_id = ${facility}
    where id = ${care}`;
  return care;
};

const scenes: Record<string, Scene> = {
  'task.create for the own team': {
    who: 'coordinatorA',
    steps: ({ teamA, area }) => [
      ask('task.create', uuid(), {
        kind: 'medical',
        title: 'Two wounded',
        details: '  ',
        team_id: teamA,
        area_id: area,
        priority: 'high',
        due_at: '2024-12-09T00:00:00Z',
        people_expected: 2,
      }),
    ],
  },
  'task.create by an admin, for a team and for nobody': {
    who: 'admin',
    steps: ({ teamB, site }) => [
      ask('task.create', uuid(), { kind: 'release', team_id: teamB, site_id: site }),
      ask('task.create', uuid(), { kind: 'search' }),
    ],
  },
  'task.update of texts and of the place': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const task = await makeTask(db, operation, {
        team_id: operation.teamA,
        area_id: operation.area,
      });
      return [
        ask('task.update', task, { set: { title: 'Lower level', priority: 'critical' } }),
        ask('task.update', task, { set: { title: 'Lower level', details: ' ' } }),
        ask('task.update', task, { set: { site_id: null } }),
        ask('task.update', task, { set: { area_id: operation.area } }),
      ];
    },
  },
  'task.status through a whole life': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      return [
        ask('task.status', task, { status: 'en_route' }),
        ask('task.status', task, { status: 'blocked', reason: 'The road is closed' }),
        ask('task.status', task, { status: 'in_progress', reason: ' ' }),
        ask('task.status', task, { status: 'in_progress' }),
        ask('task.status', task, { status: 'done' }),
      ];
    },
  },
  'task.claim of a task that nobody holds': {
    who: 'coordinatorA',
    steps: async (operation) => [ask('task.claim', await makeTask(db, operation), {})],
  },
  'task.hand_over to another team, and giving back': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const held = { team_id: operation.teamA };
      return [
        ask('task.hand_over', await makeTask(db, operation, held), {
          team_id: operation.teamB,
          note: 'They are nearer',
        }),
        ask('task.hand_over', await makeTask(db, operation, held), { team_id: null }),
      ];
    },
  },
  'task.hand_over by an admin assigns': {
    who: 'admin',
    steps: async (operation) => [
      ask('task.hand_over', await makeTask(db, operation), { team_id: operation.teamB }),
    ],
  },
  'task.comment, with a call for help': {
    who: 'coordinatorA',
    steps: async (operation) => [
      ask('task.comment', await makeTask(db, operation), { body: 'We hear knocking', help: true }),
    ],
  },
  'task.status that decides a conflict': {
    who: 'admin',
    steps: async (operation) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      const late = mutation(operation.id, 'task.status', task, {
        status: 'en_route',
        from: 'open',
      });
      const now = (status: 'in_progress' | 'done', from: 'open' | 'in_progress') =>
        mutation(operation.id, 'task.status', task, { status, from });
      await send(db, operation.admin, now('in_progress', 'open'));
      const answer = await send(db, operation.coordinatorA, late);
      expect(answer.outcome).toBe('conflict');
      return [ask('task.status', task, { status: 'done', resolves: [late.id] })];
    },
  },
  'task.update that keeps things as they are decides a conflict': {
    who: 'admin',
    steps: async (operation) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      const late = mutation(operation.id, 'task.status', task, {
        status: 'en_route',
        from: 'done',
      });
      expect((await send(db, operation.coordinatorA, late)).outcome).toBe('conflict');
      return [ask('task.update', task, { set: {}, resolves: [late.id] })];
    },
  },
  'team.status': {
    who: 'coordinatorA',
    steps: ({ teamA }) => [ask('team.status', teamA, { status: 'on_site' })],
  },
  'team.checkin with a position, at a site, and out again': {
    who: 'coordinatorA',
    steps: ({ teamA, site }) => [
      ask('team.checkin', teamA, {
        checkin_id: uuid(),
        lat: 33.513,
        lon: 36.292,
        accuracy_m: 12,
        note: 'Going in by the north gate',
        expected_back_at: '2024-12-08T14:00:00Z',
        status: 'on_site',
      }),
      ask('team.checkin', teamA, { checkin_id: uuid(), site_id: site }),
    ],
  },
  'team.create and team.update': {
    who: 'admin',
    steps: ({ teamA, teamB }) => [
      ask('team.create', uuid(), { code: 'C', name_en: 'Team C', specialty: 'dog_unit' }),
      ask('team.update', teamA, { set: { name_en: 'Team A1', specialty: 'logistics' } }),
      ask('team.update', teamB, { set: { deleted: true } }),
    ],
  },
  'site.create and site.update': {
    who: 'admin',
    steps: ({ site }) => [
      ask('site.create', uuid(), {
        code: 'H',
        name_en: 'Hospital',
        kind: 'hospital',
        beds_total: 40,
        aliases: ['The white one'],
      }),
      ask('site.update', site, { set: { status: 'searching', access_notes: 'By the east road' } }),
      ask('site.update', site, { set: { status: 'searching' } }),
      ask('site.update', site, { set: { beds_free: 3, lat: 33.7 } }),
    ],
  },
  'area.create, area.update and area.search': {
    who: 'admin',
    steps: ({ site, area, teamA }) => [
      ask('area.create', uuid(), {
        site_id: site,
        level: 'room',
        name_en: 'Room 2',
        parent_id: area,
      }),
      ask('area.update', area, { set: { access: 'concealed', note: 'Behind a cupboard' } }),
      ask('area.search', area, {
        search_id: uuid(),
        method: 'dog',
        result: 'nothing_found',
        team_id: teamA,
        searched_at: '2024-12-08T10:30:00Z',
      }),
    ],
  },
  'area.create and area.search by whoever is there': {
    who: 'coordinatorA',
    steps: ({ site, area }) => {
      const found = uuid();
      return [
        ask('area.create', found, {
          site_id: site,
          level: 'room',
          name_en: 'Room 3',
          name_ar: 'غرفة ٣',
          parent_id: area,
        }),
        ask('area.search', found, { search_id: uuid(), method: 'breach', result: 'people_found' }),
      ];
    },
  },
  'release.record at the door, kept together, and corrected': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      const [counted, elsewhere, corrected] = [uuid(), uuid(), uuid()];
      return [
        ask('release.record', counted, {
          women: 1,
          girls: 1,
          together: true,
          area_id: operation.area,
          task_id: task,
          note: ' ',
        }),
        ask('release.record', elsewhere, { men: 300 }),
        ask('release.record', corrected, { men: -40, unknown: 2, corrects: elsewhere }),
        ask('release.record', uuid(), { girls: -1, boys: 1, corrects: counted, note: 'A boy' }),
        ask('release.record', uuid(), { men: 1, corrects: corrected }),
      ];
    },
  },
  'operation.update': {
    who: 'admin',
    steps: ({ id }) => [
      ask('operation.update', id, {
        set: { name_en: 'After the storm', settings: { checkin_grace_minutes: 10 } },
      }),
    ],
  },
  'care.open and care.triage by a coordinator, who sees the category alone': {
    who: 'coordinatorA',
    steps: ({ area, site }) => {
      const [registered, triaged] = [uuid(), uuid()];
      return [
        ask('care.open', triaged, { area_id: area, person_id: uuid(), triage: delayed }),
        ask('care.open', registered, { site_id: site }),
        ask('care.triage', registered, delayed),
        ask('care.triage', triaged, { category: 'expectant', method: 'direct' }),
      ];
    },
  },
  'care.open, care.triage and care.observe by a medic': {
    who: 'medicB',
    steps: async (operation) => {
      const [own, theirs] = [uuid(), await makeCase(operation, 'coordinatorA')];
      const path = [{ question: 'walks', answer: 'yes' }] as const;
      return [
        ask('care.open', own, { triage: { category: 'minor', method: 'start', path: [...path] } }),
        ask('care.open', uuid(), {}),
        ask('care.triage', theirs, { category: 'immediate', method: 'direct' }),
        ask('care.observe', own, { signs: ['fever', 'cough'], needs: ['isolation'], note: ' ' }),
        ask('care.observe', theirs, { weight_kg: 40.5, height_cm: 171, low_electrolytes: true }),
      ];
    },
  },
  'care.step from the door to another facility’s receipt': {
    who: 'medicB',
    steps: async (operation) => {
      const [near, far] = [await makeFacility(db, operation), await makeFacility(db, operation)];
      const brought = await makeCase(operation, 'coordinatorA', 'arrived', near);
      const own = await makeCase(operation, 'medicB');
      return [
        ask('care.step', brought, { from: 'arrived', to: 'not_received', reason: 'No bed' }),
        ask('care.step', brought, { from: 'not_received', to: 'in_transport', facility_id: far }),
        ask('care.step', brought, { from: 'in_transport', to: 'arrived', facility_id: far }),
        ask('care.step', own, { from: 'triaged', to: 'transport_requested', facility_id: near }),
        ask('care.step', own, { from: 'transport_requested', to: 'triaged', reason: 'No car' }),
        ask('care.step', own, { from: 'triaged', to: 'triaged' }),
        ask('care.step', own, { from: 'triaged', to: 'died', reason: ' ' }),
      ];
    },
  },
  'care.step and care.link that decide conflicts': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const care = await makeCase(operation, 'coordinatorA', 'transport_requested');
      const person = uuid();
      const late = [
        mutation(operation.id, 'care.step', care, { from: 'triaged', to: 'died' }),
        mutation(operation.id, 'care.link', care, { person_id: uuid(), from_person_id: uuid() }),
      ] as const;
      const answers = await apply(db, operation.medicB, late);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
      return [
        ask('care.link', care, { person_id: person, resolves: [late[1].id] }),
        ask('care.step', care, {
          from: 'transport_requested',
          to: 'in_transport',
          resolves: [late[0].id],
        }),
        ask('care.link', care, { person_id: null }),
      ];
    },
  },
  'facility.report by an admin and the field': {
    who: 'admin',
    steps: async (operation) => {
      const hospital = await makeFacility(db, operation);
      return [
        ask('facility.report', hospital, {
          bed_kind: 'isolation',
          beds_total: 4,
          beds_free: 1,
          status: 'open',
        }),
        ask('facility.report', hospital, { status: 'full', services: ['Dialysis'] }),
      ];
    },
  },
  'evidence.record, custody.record, evidence.stored and evidence.tie, of a photograph and of a file':
    {
      who: 'coordinatorA',
      steps: async (operation) => {
        const { area } = operation;
        const [photo, file] = [uuid(), uuid()];
        const stored = await makeEvidence(db, operation, {
          working_sha256: hash,
          working_bytes: 90,
        });
        await fakeUpload(db, stored);
        const lead = uuid();
        return [
          ask('report.create', lead, { kind: 'lead', text: 'A door behind the stove' }),
          ask('evidence.record', uuid(), { ...evidencePayload, report_id: lead }),
          ask('evidence.record', photo, { ...evidencePayload, area_id: area, source: '  ' }),
          ask('custody.record', photo, { action: 'sealed', reason: 'Envelope 7' }),
          ask('evidence.record', file, {
            ...evidencePayload,
            method: 'file',
            lat: 33.66,
            lon: 36.32,
            working_sha256: hash,
            working_bytes: 90,
          }),
          ask('evidence.stored', stored, {}),
          ask('evidence.stored', stored, {}),
          ask('evidence.tie', stored, { report_id: lead, reason: 'The door in this photo' }),
          ask('evidence.tie', stored, { report_id: lead, reason: 'Once more' }),
          ask('evidence.tie', stored, { report_id: null, reason: 'Another door' }),
          ask('custody.record', stored, {
            action: 'handed_over',
            from_party: ' ',
            to_party: 'Court clerk',
            reason: 'Summons 14',
          }),
        ];
      },
    },
  'record.discard': {
    who: 'coordinatorA',
    steps: ({ area }) => {
      const record = uuid();
      return [
        ask('record.discard', record, {
          record_id: record,
          kind: 'area.update',
          entity_id: area,
          payload: { set: { access: 'open' } },
          reason: 'Written for another room',
          state: 'refused',
        }),
      ];
    },
  },
  'person.create with nothing known, and with much': {
    who: 'coordinatorA',
    steps: ({ site, area }) => [
      ask('person.create', uuid(), {}),
      ask('person.create', uuid(), {
        given: 'خالد',
        family: ' ',
        also_known_as: ['Khaled'],
        sex: 'male',
        birth_year: 1985,
        languages: ['ar', 'kmr'],
        found_site_id: site,
        found_area_id: area,
        found_at: '2024-12-08T10:30:00Z',
        condition: 'injured',
        group_id: uuid(),
        share_consent: 'family',
        expires_on: '2025-12-08',
      }),
    ],
  },
  'person.update, all of it or none': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const person = await makePerson(db, operation, { given: 'خالد', share_consent: 'family' });
      const { site, area } = operation;
      return [
        ask('person.update', person, { set: { given: 'وليد', mother: 'فاطمة', kunya: ' ' } }),
        ask('person.update', person, { set: { given: 'وليد', condition: 'stable' } }),
        ask('person.update', person, { set: { found_site_id: site, found_area_id: area } }),
        ask('person.update', person, { set: { share_consent: 'none', photo_consent: true } }),
        ask('person.update', person, { set: { sex: 'unknown' } }),
        ask('person.update', person, {
          set: { share_consent: 'public', consent_at: '2024-12-08T10:30:00Z' },
        }),
        ask('person.update', person, { set: { found_at: '2024-12-08T10:45:00.000Z' } }),
      ];
    },
  },
  'person.update that decides a conflict, and one that keeps things as they are': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const person = await makePerson(db, operation, { given: 'خالد' });
      const late = () =>
        mutation(operation.id, 'person.update', person, {
          set: { given: 'خليل' },
          base: { given: 'وليد' },
        });
      const [first, second] = [late(), late()];
      for (const draft of [first, second])
        expect((await send(db, operation.medicB, draft)).outcome).toBe('conflict');
      return [
        ask('person.update', person, { set: { given: 'خليل' }, resolves: [first.id] }),
        ask('person.update', person, { set: {}, resolves: [second.id] }),
      ];
    },
  },
  'person.update that takes a record away': {
    who: 'admin',
    steps: async (operation) => [
      ask('person.update', await makePerson(db, operation, { given: 'خالد' }), {
        set: { deleted: true },
      }),
    ],
  },
  'person.merge, person.unmerge and person.merge into another': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const [one, two, three] = [
        await makePerson(db, operation, { given: 'خالد' }),
        await makePerson(db, operation, { given: 'Khaled' }),
        await makePerson(db, operation),
      ];
      return [
        ask('person.merge', one, { into: two, reasons: ['given', 'born'] }),
        ask('person.merge', one, { into: two, reasons: [] }),
        ask('person.unmerge', one, { reason: 'Two cousins' }),
        ask('person.unmerge', one, { reason: 'Two cousins' }),
        ask('person.merge', one, { into: three, reasons: [] }),
        ask('person.merge', two, { into: three, reasons: ['seen together'] }),
      ];
    },
  },
  'tracing.request with nothing known, and with much; tracing.update': {
    who: 'coordinatorA',
    steps: (operation) => {
      const id = uuid();
      return [
        ask('tracing.request', uuid(), {}),
        ask('tracing.request', id, {
          given: 'خالد',
          family: ' ',
          also_known_as: ['Khaled'],
          sex: 'male',
          birth_year: 1985,
          home_adm1_pcode: 'SY03',
          last_site_id: operation.site,
          seeker_name: 'فاطمة',
          seeker_relation: 'parent',
          seeker_contact: '+963 11 000',
          share_consent: 'partners',
          expires_at: '2099-12-08T00:00:00Z',
          source_record_id: 'example.org/7',
        }),
        ask('tracing.update', id, { set: { mother: 'فاطمة', seeker_contact: null } }),
        ask('tracing.update', id, { set: { share_consent: 'none' } }),
        ask('tracing.update', id, { set: { sex: 'male' } }),
      ];
    },
  },
  'tracing.claim twice, tracing.claim_step to a first confirmation and back, tracing.step': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const [request, other] = [await makeRequest(db, operation), await makeRequest(db, operation)];
      const person = await makePerson(db, operation, { given: 'خالد' });
      const rival = await makeClaim(db, operation, other, person);
      const claim = claimId(request, person);
      const pair = { request_id: request, person_id: person, reasons: ['mother'] };
      return [
        ask('tracing.claim', claim, pair),
        ask('tracing.claim', claim, pair),
        ask('tracing.claim_step', claim, { from: 'proposed', to: 'held' }),
        ask('tracing.claim_step', claim, { from: 'held', to: 'proposed' }),
        ask('tracing.claim_step', claim, { from: 'proposed', to: 'confirmed_once' }),
        // Who confirmed the one may reject the other.
        ask('tracing.claim_step', rival, { from: 'proposed', to: 'rejected', reason: 'Namesake' }),
        ask('tracing.claim_step', claim, {
          from: 'confirmed_once',
          to: 'proposed',
          reason: 'Too early',
        }),
        ask('tracing.step', request, { from: 'candidate_proposed', to: 'closed', reason: 'Gone' }),
        ask('tracing.step', request, { from: 'closed', to: 'open', reason: 'Back' }),
        ask('tracing.claim_step', claim, { from: 'rejected', to: 'proposed', reason: 'Again' }),
        ask('tracing.step', other, { from: 'open', to: 'withdrawn', reason: 'Asked' }),
      ];
    },
  },
  'tracing.claim_step and tracing.step that say again what stands': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const [request, other] = [await makeRequest(db, operation), await makeRequest(db, operation)];
      const claim = await makeClaim(db, operation, request, await makePerson(db, operation));
      const once = { from: 'proposed', to: 'confirmed_once' } as const;
      const close = { from: 'open', to: 'closed', reason: 'Gone' } as const;
      return [
        ask('tracing.claim_step', claim, once),
        ask('tracing.claim_step', claim, once),
        ask('tracing.step', other, close),
        ask('tracing.step', other, close),
      ];
    },
  },
  'tracing.claim_step that hands over after another account, and reverses it': {
    who: 'medicB',
    steps: async (operation) => {
      const request = await makeRequest(db, operation);
      const person = await makePerson(db, operation, { given: 'خالد' });
      const claim = await makeClaim(db, operation, request, person);
      const first = mutation(operation.id, 'tracing.claim_step', claim, {
        from: 'proposed',
        to: 'confirmed_once',
      });
      expect((await send(db, operation.coordinatorA, first)).outcome).toBe('applied');
      return [
        ask('tracing.claim_step', claim, { from: 'confirmed_once', to: 'confirmed' }),
        ask('tracing.step', request, { from: 'handed_over', to: 'closed' }),
        ask('tracing.claim_step', claim, { from: 'confirmed', to: 'reversed', reason: 'Wrong' }),
        ask('tracing.claim_step', claim, { from: 'reversed', to: 'proposed', reason: 'Again' }),
      ];
    },
  },
  'tracing.claim on a record that was merged away, and a rival on the one that stands': {
    who: 'admin',
    steps: async (operation) => {
      const [request, other] = [await makeRequest(db, operation), await makeRequest(db, operation)];
      const [one, two] = [await makePerson(db, operation), await makePerson(db, operation)];
      await makeClaim(db, operation, request, one);
      const rival = await makeClaim(db, operation, other, two);
      return [
        ask('person.merge', one, { into: two, reasons: [] }),
        ask('tracing.claim_step', rival, { from: 'proposed', to: 'rejected', reason: 'Namesake' }),
      ];
    },
  },
  'tracing.step to expired, tracing.update that takes a request away': {
    who: 'admin',
    steps: async (operation) => {
      const past = await makeRequest(db, operation, { expires_at: '2024-12-09T00:00:00Z' });
      const gone = await makeRequest(db, operation, { given: 'خالد' });
      await makeClaim(db, operation, gone, await makePerson(db, operation));
      return [
        ask('tracing.step', past, { from: 'open', to: 'expired' }),
        ask('tracing.update', gone, { set: { deleted: true } }),
      ];
    },
  },
  'tracing.update and tracing.claim_step that decide conflicts': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const request = await makeRequest(db, operation, { given: 'خالد' });
      const person = await makePerson(db, operation);
      const claim = await makeClaim(db, operation, request, person);
      const late = mutation(operation.id, 'tracing.update', request, {
        set: { given: 'خليل' },
        base: { given: 'وليد' },
      });
      const stale = mutation(operation.id, 'tracing.claim_step', claim, {
        from: 'held',
        to: 'rejected',
        reason: 'x',
      });
      for (const draft of [late, stale])
        expect((await send(db, operation.medicB, draft)).outcome).toBe('conflict');
      return [
        ask('tracing.update', request, { set: {}, resolves: [late.id] }),
        ask('tracing.claim_step', claim, { from: 'proposed', to: 'held', resolves: [stale.id] }),
      ];
    },
  },
  'report.create of a claim with its figure, and of a lead with its code': {
    who: 'coordinatorA',
    steps: ({ site, area }) => [
      ask('report.create', uuid(), {
        kind: 'claim',
        text: 'More than 3,500 freed',
        measure: 'people_freed',
        figure_from: 3500,
        source: ' ',
        adm1_pcode: 'SY04',
        reliability: 'C',
        credibility: '3',
        link: 'https://example.org/1',
      }),
      ask('report.create', uuid(), {
        kind: 'lead',
        text: 'A door behind the shelf',
        site_id: site,
        area_id: area,
        access_code: '1207',
        informant: 'A former guard',
      }),
    ],
  },
  'person.erase and tracing.erase, with claims of both, one of them handed over': {
    who: 'admin',
    steps: async (operation) => {
      const [person, stranger] = [await makePerson(db, operation), await makePerson(db, operation)];
      const [found, looking, ended] = [
        await makeRequest(db, operation),
        await makeRequest(db, operation),
        await makeRequest(db, operation),
      ];
      const claim = await makeClaim(db, operation, found, person);
      await makeClaim(db, operation, looking, person);
      await makeClaim(db, operation, looking, stranger);
      await makeClaim(db, operation, ended, stranger);
      const step = (payload: Payloads['tracing.claim_step'], id = claim) =>
        mutation(operation.id, 'tracing.claim_step', id, payload);
      const rival = claimId(looking, person);
      await send(
        db,
        operation.admin,
        step({ from: 'proposed', to: 'rejected', reason: 'Namesake' }, rival),
      );
      await send(db, operation.medicB, step({ from: 'proposed', to: 'held' }, rival));
      await send(db, operation.medicB, step({ from: 'proposed', to: 'confirmed_once' }));
      await send(db, operation.coordinatorA, step({ from: 'confirmed_once', to: 'confirmed' }));
      return [
        ask('person.erase', person, { reason: 'request_of_the_person' }),
        ask('tracing.erase', ended, { reason: 'recorded_by_mistake' }),
      ];
    },
  },
  'report.update of the place, the figure and the words, and taking away': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const lead = await makeReport(db, operation, { kind: 'lead' });
      const nowhere = { site_id: null, area_id: null, adm1_pcode: null };
      return [
        ask('report.update', lead, { set: { ...nowhere, area_id: operation.area } }),
        ask('report.update', lead, {
          set: { ...nowhere, adm1_pcode: 'SY03' },
          reason: 'Not there',
        }),
        ask('report.update', lead, {
          set: { text: 'Another door', access_code: '99', source: ' ' },
        }),
        ask('report.update', lead, { set: { access_code: '99' } }),
        ask('report.update', lead, {
          set: { measure: 'people_held', figure_from: 3, figure_to: 3 },
        }),
        ask('report.update', await makeReport(db, operation), { set: { deleted: true } }),
      ];
    },
  },
  'report.grade, report.status and report.assign, there and back': {
    who: 'admin',
    steps: async (operation) => {
      const [claim, better] = [await makeReport(db, operation), await makeReport(db, operation)];
      return [
        ask('report.grade', claim, { reliability: 'B', credibility: '2', reason: 'Seen by two' }),
        ask('report.grade', claim, { reliability: 'B', credibility: '2' }),
        ask('report.status', claim, { status: 'refuted', reason: 'Nobody was there' }),
        ask('report.status', claim, { status: 'unverified', reason: 'The wrong building' }),
        ask('report.assign', claim, { assigned_team_id: operation.teamB }),
        ask('report.assign', claim, { assigned_team_id: null, reason: ' ' }),
        ask('report.status', claim, {
          status: 'superseded',
          superseded_by: better,
          reason: 'Counted since',
        }),
      ];
    },
  },
  'report.task with the task made in the same breath': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const [lead, task] = [await makeReport(db, operation, { kind: 'lead' }), uuid()];
      return [
        ask('task.create', task, { kind: 'search', team_id: operation.teamA }),
        ask('report.task', lead, { task_id: task }),
        ask('report.task', lead, { task_id: null }),
      ];
    },
  },
  'report.status and report.update that decide conflicts': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const claim = await makeReport(db, operation);
      const late = [
        mutation(operation.id, 'report.status', claim, {
          status: 'disputed',
          from: 'corroborated',
          reason: 'Heard otherwise',
        }),
        mutation(operation.id, 'report.update', claim, {
          set: { text: 'Other words' },
          base: { text: 'Words that never stood there' },
        }),
      ] as const;
      const answers = await apply(db, operation.admin, late);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
      return [
        ask('report.status', claim, { status: 'unverified', resolves: [late[0].id] }),
        ask('report.update', claim, { set: {}, resolves: [late[1].id] }),
      ];
    },
  },
  'photo.record of somebody who was found just now, photo.stored, photo.remove of a bad one': {
    who: 'coordinatorA',
    steps: async (operation) => {
      const [person, known] = [uuid(), await makePerson(db, operation)];
      const [sent, bad] = [await makePhoto(db, operation, known), uuid()];
      await fakePhotoUpload(db, sent);
      return [
        ask('person.create', person, {}),
        ask('photo.record', uuid(), {
          ...photoPayload,
          person_id: person,
          consent_by: 'guardian',
        }),
        ask('photo.stored', sent, {}),
        ask('photo.stored', sent, {}),
        ask('photo.record', bad, { ...photoPayload, person_id: known }),
        ask('photo.remove', bad, { reason: 'unclear' }),
        ask('photo.remove', bad, { reason: 'replaced' }),
      ];
    },
  },
  'photo.remove for a consent that was taken back, and a photo.record once it is given again': {
    who: 'medicB',
    steps: async (operation) => {
      const person = await makePerson(db, operation);
      const [one] = [
        await makePhoto(db, operation, person),
        await makePhoto(db, operation, person),
      ];
      return [
        ask('photo.remove', one, { reason: 'consent_withdrawn' }),
        ask('photo.record', uuid(), { ...photoPayload, person_id: person }),
      ];
    },
  },
  'person.update that takes consent back, or the record away, with its photographs': {
    who: 'admin',
    steps: async (operation) => {
      const [person, gone] = [await makePerson(db, operation), await makePerson(db, operation)];
      for (const of of [person, person, gone]) await makePhoto(db, operation, of);
      return [
        ask('person.update', person, { set: { photo_consent: false } }),
        ask('person.update', gone, { set: { deleted: true } }),
      ];
    },
  },
};

describe('[K2] the phone shows what the database then does', () => {
  for (const [name, { who, steps }] of Object.entries(scenes))
    test(name, async () => {
      const operation = await makeOperation(db);
      const asks = await steps(operation);
      const phone = await phoneOf(operation, who);
      const known = idsOf(phone);
      // What the database believes of a phone's clock lies within the last week.
      const nowMs = Date.now() - 60_000;
      const mutations: Mutation[] = [];
      for (const { kind, entity: entityId, payload } of asks) {
        const asked = { id: uuid(), operationId: operation.id, kind, entityId, payload, nowMs };
        const made = composeMutation(asked, phone, phone.author);
        mutations.push(made);
        const record = { ...newRecord(made), seq: mutations.length };
        phone.apply({ dropRows: false, changes: [], records: [record], removed: [] });
      }

      const answers = await apply(db, operation[who], mutations as Draft[]);
      expect(answers.map(({ outcome, reason }) => reason ?? outcome)).toEqual(
        mutations.map(() => 'applied'),
      );
      const after = await phoneOf(operation, who);
      expect(comparable(phone)).toEqual(comparable(after));

      // And once the rows are here, what is still pending adds nothing to them.
      const changes = tableNames.flatMap((table) =>
        after
          .all(table)
          .map((row) => ({ table, id: row.id, version: row.version, op: 'put' as const, row })),
      ) as Changes;
      const gone = known
        .filter(({ table, id }) => after.get(table, id) === undefined)
        .map((row) => ({ ...row, version: 0, op: 'delete' as const, row: null })) as Changes;
      phone.apply({ dropRows: false, changes: [...changes, ...gone], records: [], removed: [] });
      for (const table of [
        'tasks',
        'task_events',
        'checkins',
        'area_searches',
        'releases',
        'people',
        'person_events',
        'triage_entries',
        'care_observations',
        'care_events',
        'facility_reports',
        'tracing_requests',
        'tracing_claims',
        'tracing_events',
        'reports',
        'report_events',
        'evidence',
        'custody_entries',
        'person_photos',
      ] as const)
        expect(byId(phone.all(table)), table).toEqual(byId(after.all(table)));
    });

  test('no kind is left out', () => {
    const named = Object.keys(scenes).join(' ');
    for (const kind of mutationKinds) expect(named).toContain(kind);
  });
});

type Changes = Parameters<Replica['apply']>[0]['changes'];

const idsOf = (phone: Replica) =>
  tableNames.flatMap((table) => phone.all(table).map(({ id }) => ({ table, id })));

const byId = <R extends Rows[TableName]>(rows: readonly R[]): R[] =>
  rows.toSorted((a, b) => a.id.localeCompare(b.id));
