import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationKinds, type MutationKind } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  fakePhotoUpload,
  fakeUpload,
  makeEvidence,
  makeFacility,
  makeOperation,
  makeClaim,
  makePerson,
  makePhoto,
  makeRequest,
  makeReport,
  makeTask,
  mutation,
  rowOf,
  send,
  uuid,
  type Draft,
} from './fixture.ts';
import { cases, reported, type OperationToTry } from './payloads.expected.ts';

let db: TestDatabase;
let operation: OperationToTry;
let task: string;
let care: string;
let ending: string;
let claim: string;
let lead: string;
let evidence: string;
let photo: string;
let doomed: { person: string; request: string };
beforeAll(async () => {
  db = await freshDatabase();
  const made = await makeOperation(db);
  const found = { found_site_id: made.site };
  operation = {
    ...made,
    hospital: await makeFacility(db, made),
    person: await makePerson(db, made, found),
    other: await makePerson(db, made, found),
    request: await makeRequest(db, made, { last_site_id: made.site }),
  };
  ending = await makeRequest(db, made);
  doomed = { person: await makePerson(db, made), request: await makeRequest(db, made) };
  claim = await makeClaim(db, made, operation.request, operation.other);
  care = uuid();
  const triage = { category: 'delayed', method: 'direct' } as const;
  await send(db, operation.medicB, mutation(operation.id, 'care.open', care, { triage }));
  task = await makeTask(db, operation, { team_id: operation.teamA });
  lead = await makeReport(db, operation, { kind: 'lead', ...reported(operation) });
  evidence = await makeEvidence(db, operation, {}, operation.admin);
  await fakeUpload(db, evidence);
  photo = await makePhoto(db, operation, operation.other, operation.admin);
  await fakePhotoUpload(db, photo);
});
afterAll(() => db.close());

/** The row that a mutation of a kind is about. */
const entityOf = (kind: MutationKind): string => {
  const makes = ['release.record', 'care.open', 'evidence.record', 'photo.record'];
  if (kind.endsWith('.create') || makes.includes(kind)) return uuid();
  if (['evidence.stored', 'evidence.tie', 'custody.record'].includes(kind)) return evidence;
  if (kind.startsWith('photo.')) return photo;
  if (kind === 'tracing.request' || kind === 'tracing.claim') return uuid();
  if (kind === 'tracing.claim_step') return claim;
  if (kind === 'person.erase') return doomed.person;
  if (kind === 'tracing.erase') return doomed.request;
  if (kind.startsWith('tracing.')) return kind === 'tracing.step' ? ending : operation.request;
  if (kind.startsWith('person.')) return operation.person;
  if (kind.startsWith('care.')) return care;
  if (kind === 'facility.report') return operation.hospital;
  if (kind.startsWith('report.')) return lead;
  if (kind.startsWith('task.')) return task;
  if (kind.startsWith('team.')) return operation.teamA;
  if (kind.startsWith('site.')) return operation.site;
  return kind.startsWith('area.') ? operation.area : operation.id;
};
/** Who may ask for a kind at all. */
const authorOf = (kind: MutationKind): string =>
  kind.startsWith('care.') ? operation.medicB : operation.admin;
const draftOf = (kind: MutationKind, payload: unknown): Draft => ({
  ...mutation(operation.id, 'task.comment', entityOf(kind), { body: '' }),
  kind,
  payload: payload as Draft['payload'],
});

describe.each(mutationKinds)('%s', (kind) => {
  const { good, bad, set } = cases[kind];
  const wrap = (fields: Record<string, unknown>) => {
    if (!set) return { ...good(operation), ...fields };
    // A base that agrees with what is there is known only for fields that are not checked here.
    return { set: { ...good(operation), ...fields }, base: {} };
  };

  it('takes a payload that is as it should be', async () => {
    const answer = await send(db, authorOf(kind), draftOf(kind, wrap({})));
    expect(answer).toMatchObject({ outcome: 'applied', reason: null });
  });

  it.each(Object.keys(bad))('names %s when it is at fault', async (field) => {
    const entity = kind.endsWith('.update')
      ? await rowOf(db, tableOf(kind), entityOf(kind))
      : undefined;
    for (const value of bad[field] ?? []) {
      const draft = {
        ...draftOf(kind, wrap({ [field]: value })),
        base_version: Number(entity?.version ?? 0),
      };
      const answer = await send(db, authorOf(kind), draft);
      expect([value, answer.outcome, answer.reason, answer.field]).toEqual([
        value,
        'rejected',
        'invalid_payload',
        field,
      ]);
    }
  });

  it.each([[null], ['x'], [7], [[]]])('refuses %j for a payload', async (payload) => {
    expect(await send(db, authorOf(kind), draftOf(kind, payload))).toMatchObject({
      outcome: 'rejected',
      reason: 'invalid_payload',
      field: 'payload',
    });
  });

  it.runIf(set)('checks the shape of the changes, and the base too', async () => {
    const wrong: [unknown, string][] = [
      [{}, 'set'],
      [{ set: [] }, 'set'],
      [{ set: {}, base: 7 }, 'base'],
      [{ set: {}, resolves: [7] }, 'resolves'],
      [{ set: {}, force: true }, 'force'],
      [{ set: {}, base: { colour: 'red' } }, 'colour'],
    ];
    for (const [payload, field] of wrong) {
      expect(await send(db, authorOf(kind), draftOf(kind, payload))).toMatchObject({
        reason: 'invalid_payload',
        field,
      });
    }
  });
});

const tableOf = (kind: MutationKind) =>
  ({
    task: 'tasks',
    team: 'teams',
    site: 'sites',
    area: 'site_areas',
    operation: 'operations',
    person: 'people',
    tracing: 'tracing_requests',
    report: 'reports',
  })[kind.split('.')[0] as 'task'];
