import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeOperation,
  makePerson,
  makeTask,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
});

const create = (payload: Payloads['person.create'] = {}, more: Partial<Draft> = {}) =>
  mutation(operation.id, 'person.create', uuid(), payload, more);
const update = (person: string, payload: Payloads['person.update'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'person.update', person, payload, more);
const historyOf = (person: string) =>
  db.sql`select * from public.person_events where person_id = ${person} order by version`;

/** Within the week in which the database believes a phone's clock. */
const lately = () => new Date(Date.now() - 3_600_000).toISOString();

describe('person.create', () => {
  it('makes a person of nothing but an id: a record without a name is normal', async () => {
    const draft = create({}, { device_at: lately() });
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'people', draft.entity_id)).toMatchObject({
      given: null,
      family: null,
      also_known_as: [],
      sex: 'unknown',
      age_group: 'unknown',
      condition: 'unknown',
      languages: [],
      photo_consent: false,
      share_consent: 'none',
      consent_at: null,
      needs_review: false,
      merged_into: null,
      team_id: operation.teamA,
      deleted_at: null,
    });
  });

  it('keeps names in their parts as they were typed, and says where and how somebody was found', async () => {
    const task = await makeTask(db, operation);
    const fields = {
      given: 'خالد / Khaled',
      father: 'أحمد',
      grandfather: 'محمود',
      family: 'الخطيب',
      mother: 'فاطمة',
      kunya: 'أبو أحمد',
      also_known_as: ['Abu Ahmad'],
      sex: 'male',
      age_group: 'adult',
      birth_year: 1985,
      languages: ['ar', 'kmr'],
      home_adm1_pcode: 'SY02',
      found_site_id: operation.site,
      found_area_id: operation.area,
      found_task_id: task,
      found_at: '2024-12-08T09:00:00+00:00',
      condition: 'injured',
      group_id: uuid(),
      photo_consent: true,
      share_consent: 'family',
      consent_at: '2024-12-08T09:30:00+00:00',
      expires_on: '2025-12-08',
    } as const;
    const draft = create({ ...fields, languages: ['ar', 'kmr'], also_known_as: ['Abu Ahmad'] });
    await send(db, operation.medicB, draft);
    expect(await rowOf(db, 'people', draft.entity_id)).toMatchObject({
      ...fields,
      team_id: operation.teamB,
    });
  });

  it('takes a name of white space for none', async () => {
    const draft = create({ given: ' \u200f', family: 'الحلبي' });
    await send(db, operation.coordinatorA, draft);
    expect(await rowOf(db, 'people', draft.entity_id)).toMatchObject({
      given: null,
      family: 'الحلبي',
    });
  });

  it('gives a consent its time: of the record, unless another was said', async () => {
    const at = lately();
    const draft = create({ share_consent: 'partners' }, { device_at: at });
    await send(db, operation.coordinatorA, draft);
    const person = await rowOf(db, 'people', draft.entity_id);
    expect(Date.parse(person?.consent_at as string)).toBe(Date.parse(at));
    const withdrawn = update(
      draft.entity_id,
      { set: { share_consent: 'none' }, base: { share_consent: 'partners' } },
      { device_at: new Date(Date.parse(at) + 60_000).toISOString() },
    );
    expect(await send(db, operation.medicB, withdrawn)).toMatchObject({ outcome: 'applied' });
    const after = await rowOf(db, 'people', draft.entity_id);
    expect(Date.parse(after?.consent_at as string)).toBe(Date.parse(at) + 60_000);
  });

  it('names no area without its site, and nothing of another operation', async () => {
    const elsewhere = await makeOperation(db);
    const wrong: [Payloads['person.create'], string][] = [
      [{ found_area_id: operation.area }, 'found_site_id'],
      [{ found_site_id: elsewhere.site }, 'found_site_id'],
      [{ found_site_id: operation.site, found_area_id: elsewhere.area }, 'found_area_id'],
      [{ found_task_id: await makeTask(db, elsewhere) }, 'found_task_id'],
    ];
    for (const [payload, field] of wrong)
      expect(await send(db, operation.coordinatorA, create(payload))).toMatchObject({
        outcome: 'rejected',
        reason: 'invalid_payload',
        field,
      });
  });

  it('is made once, whoever sends it again', async () => {
    const draft = create();
    await send(db, operation.coordinatorA, draft);
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({ outcome: 'duplicate' });
    expect(await send(db, operation.coordinatorB, { ...draft, id: uuid() })).toMatchObject({
      outcome: 'rejected',
      reason: 'already_exists',
    });
    const elsewhere = await makeOperation(db);
    const foreign = mutation(elsewhere.id, 'person.create', draft.entity_id, {});
    expect(await send(db, elsewhere.admin, foreign)).toMatchObject({ reason: 'wrong_operation' });
  });
});

describe('the history of a person', () => {
  it('says who recorded what and when, with what stood there before', async () => {
    const made = create({ given: 'خالد', family: ' ' });
    await send(db, operation.coordinatorA, made);
    const change = update(made.entity_id, {
      set: { given: 'وليد', condition: 'stable', sex: 'unknown' },
      base: { given: 'خالد', condition: 'unknown', sex: 'unknown' },
    });
    const answer = await send(db, operation.medicB, change);
    expect(await historyOf(made.entity_id)).toMatchObject([
      {
        id: made.id,
        kind: 'created',
        actor_id: operation.coordinatorA,
        actor_role: 'coordinator',
        actor_team_id: operation.teamA,
        detail: { new: { given: 'خالد', family: null } },
        resolved_by: null,
      },
      {
        id: change.id,
        kind: 'updated',
        actor_id: operation.medicB,
        actor_role: 'medic',
        reason: null,
        detail: {
          old: { given: 'خالد', condition: 'unknown' },
          new: { given: 'وليد', condition: 'stable' },
        },
        version: String(answer.version),
      },
    ]);
  });

  it('has nothing of a change that changes nothing', async () => {
    const person = await makePerson(db, operation, { given: 'خالد' });
    expect(
      await send(db, operation.medicB, update(person, { set: { given: 'خالد' }, base: {} })),
    ).toMatchObject({ outcome: 'applied', version: null });
    expect(await historyOf(person)).toHaveLength(1);
  });

  it('changed_at is when the record changed on the phone, a conflict does not move it', async () => {
    const at = lately();
    const draft = create({ given: 'a' }, { device_at: at });
    await send(db, operation.coordinatorA, draft);
    await send(db, operation.medicB, update(draft.entity_id, { set: { given: 'c' }, base: {} }));
    const person = await rowOf(db, 'people', draft.entity_id);
    expect(person).toMatchObject({ needs_review: true });
    expect(Date.parse(person?.changed_at as string)).toBe(Date.parse(at));
  });
});

describe('taking a record away', () => {
  const deleted = (value: boolean) => ({ set: { deleted: value }, base: { deleted: !value } });

  it('is for admins alone', async () => {
    const person = await makePerson(db, operation);
    for (const who of ['coordinatorA', 'medicB'] as const)
      expect(await send(db, operation[who], update(person, deleted(true)))).toMatchObject({
        outcome: 'rejected',
        reason: 'not_allowed',
        field: 'deleted',
      });
    expect(await send(db, operation.admin, update(person, deleted(true)))).toMatchObject({
      outcome: 'applied',
    });
  });

  it('takes the history away from every phone with it, and brings both back', async () => {
    const person = await makePerson(db, operation, { given: 'خالد' });
    const { cursor } = await pull(db, operation.medicB, operation.id);
    await send(db, operation.admin, update(person, deleted(true)));
    const gone = await pull(db, operation.medicB, operation.id, cursor);
    const [made] = await historyOf(person);
    expect(gone.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ table: 'people', id: person, op: 'delete', row: null }),
        expect.objectContaining({
          table: 'person_events',
          id: made?.id as string,
          op: 'delete',
          row: null,
        }),
      ]),
    );
    expect(JSON.stringify(gone.changes)).not.toContain('خالد');
    await send(db, operation.admin, update(person, deleted(false)));
    const back = await pull(db, operation.medicB, operation.id, gone.cursor);
    expect(back.changes.map(({ table, op }) => [table, op])).toEqual(
      expect.arrayContaining([
        ['people', 'put'],
        ['person_events', 'put'],
      ]),
    );
    expect(await historyOf(person)).toMatchObject([
      { deleted_at: null },
      { deleted_at: null },
      { deleted_at: null },
    ]);
  });
});
