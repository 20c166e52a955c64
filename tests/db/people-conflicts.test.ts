import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeOperation,
  makePerson,
  mutation,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let person: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  person = await makePerson(db, operation, { given: 'خالد', sex: 'male' });
});

const update = (payload: Payloads['person.update'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'person.update', person, payload, more);
const as = (account: string, draft: Draft) => send(db, account, draft);
const row = () => rowOf(db, 'people', person);
const versionOf = async () => Number((await row())?.version);
const conflictsOf = () => db.sql<
  { id: string; reason: string; detail: unknown; resolved_by: string | null }[]
>`
  select id, reason, detail, resolved_by from public.person_events
  where person_id = ${person} and kind = 'conflict' order by version`;

/** The name is another by now; the update also has fields that would fit. */
const makeConflict = async () => {
  await as(operation.coordinatorB, update({ set: { given: 'وليد' }, base: { given: 'خالد' } }));
  const late = update({
    set: { given: 'خليل', family: 'الخطيب', condition: 'critical' },
    base: { given: 'خالد', family: null, condition: 'unknown' },
  });
  return { late, answer: await as(operation.medicB, late) };
};

describe('[N1] person.update', () => {
  it('sets all fields when all still stand as their author saw them', async () => {
    await as(
      operation.coordinatorB,
      update({ set: { birth_year: 1980 }, base: { birth_year: null } }),
    );
    const late = update({
      set: { mother: 'فاطمة', condition: 'injured', found_at: '2024-12-08T09:00:00Z' },
      base: { mother: null, condition: 'unknown', found_at: null },
    });
    expect(await as(operation.medicB, late)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({
      birth_year: 1980,
      mother: 'فاطمة',
      condition: 'injured',
      needs_review: false,
    });
  });

  it('sets nothing when one field is another by now, not even what would fit', async () => {
    const { answer } = await makeConflict();
    expect(answer).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    expect(await row()).toMatchObject({
      given: 'وليد',
      family: null,
      condition: 'unknown',
      needs_review: true,
      version: answer.version,
    });
  });

  it('keeps both sides, who and when, for whoever decides', async () => {
    const { late, answer } = await makeConflict();
    const [conflict] = await db.sql`select * from public.person_events where id = ${late.id}`;
    expect(conflict).toMatchObject({
      kind: 'conflict',
      reason: 'fields_changed',
      actor_id: operation.medicB,
      actor_role: 'medic',
      actor_team_id: operation.teamB,
      version: String(answer.version),
      detail: {
        wanted: { given: 'خليل', family: 'الخطيب', condition: 'critical' },
        seen: { given: 'خالد', family: null, condition: 'unknown' },
        present: { given: 'وليد', family: null, condition: 'unknown' },
      },
    });
    // [X1] What was said stands beside the log.
    const [event] = await db.sql`
      select e.outcome, s.payload from public.events e
      join private.sealed_payloads s on s.event_id = e.id where e.id = ${late.id}`;
    expect(event).toEqual({ outcome: 'conflict', payload: late.payload });
  });

  it('takes what is there already for agreement, however it was seen', async () => {
    await as(operation.coordinatorB, update({ set: { given: 'وليد' }, base: { given: 'خالد' } }));
    const same = update({
      set: { given: 'وليد', languages: ['ar'] },
      base: { given: 'خالد', languages: [] },
    });
    expect(await as(operation.medicB, same)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ given: 'وليد', languages: ['ar'], needs_review: false });
  });

  it('without a base fits at the version that the author saw, and at no other', async () => {
    const seen = await versionOf();
    expect(
      await as(operation.medicB, update({ set: { kunya: 'x' } }, { base_version: seen })),
    ).toMatchObject({ outcome: 'applied' });
    for (const base_version of [seen, null])
      expect(
        await as(operation.medicB, update({ set: { kunya: 'y' } }, { base_version })),
      ).toMatchObject({ outcome: 'conflict' });
  });

  it('sets a place whole: nobody ends up at one site and in the area of another', async () => {
    const place = { found_site_id: operation.site, found_area_id: operation.area };
    for (const [field, other] of [
      ['found_site_id', 'found_area_id'],
      ['found_area_id', 'found_site_id'],
    ] as const)
      expect(
        await as(operation.medicB, update({ set: { [field]: place[field] }, base: {} })),
      ).toMatchObject({ reason: 'invalid_payload', field: other });
    const nowhere = { found_site_id: null, found_area_id: null };
    expect(await as(operation.medicB, update({ set: place, base: nowhere }))).toMatchObject({
      outcome: 'applied',
    });
    expect(await row()).toMatchObject(place);
    const late = update({
      set: { found_site_id: operation.site, found_area_id: null },
      base: nowhere,
    });
    expect(await as(operation.coordinatorB, late)).toMatchObject({ reason: 'fields_changed' });
  });

  it('[C5] of a record that was taken away is a conflict, and an admin’s bringing it back is not', async () => {
    await as(operation.admin, update({ set: { deleted: true }, base: { deleted: false } }));
    const late = update({ set: { given: 'x' }, base: { given: 'خالد' } });
    expect(await as(operation.medicB, late)).toMatchObject({
      outcome: 'conflict',
      reason: 'row_deleted',
    });
    expect(await row()).toMatchObject({ given: 'خالد', needs_review: true });
    // [N3] What is recorded meanwhile goes to no phone until the record is back.
    expect((await rowOf(db, 'person_events', late.id))?.deleted_at).not.toBeNull();
    await as(operation.admin, update({ set: { deleted: false }, base: { deleted: true } }));
    expect(await row()).toMatchObject({ deleted_at: null, needs_review: true });
    expect(await conflictsOf()).toMatchObject([
      { id: late.id, detail: { wanted: { given: 'x' }, present: { deleted: true } } },
    ]);
    expect(await rowOf(db, 'person_events', late.id)).toMatchObject({ deleted_at: null });
  });

  it('of nobody, and of somebody in another operation, is refused', async () => {
    const elsewhere = await makeOperation(db);
    const theirs = await makePerson(db, elsewhere);
    const ask = (id: string) =>
      as(operation.admin, mutation(operation.id, 'person.update', id, { set: {} }));
    expect(await ask(uuid())).toMatchObject({ reason: 'not_found' });
    expect(await ask(theirs)).toMatchObject({ reason: 'wrong_operation' });
  });
});

describe('[C6] [N1] a person decides', () => {
  it('by a change that resolves; the record needs review until no conflict is left', async () => {
    const first = await makeConflict();
    const second = update({ set: { sex: 'female' }, base: { sex: 'unknown' } });
    expect(await as(operation.coordinatorA, second)).toMatchObject({ outcome: 'conflict' });
    const decision = update({
      set: { given: 'خليل' },
      base: { given: 'وليد' },
      resolves: [first.late.id],
    });
    const answer = await as(operation.coordinatorA, decision);
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ given: 'خليل', needs_review: true });
    expect((await rowOf(db, 'person_events', first.late.id))?.version).toBe(answer.version);
    const keep = update({ set: {}, resolves: [second.id] });
    expect(await as(operation.medicB, keep)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ sex: 'male', needs_review: false });
    expect(await conflictsOf()).toMatchObject([
      { id: first.late.id, resolved_by: decision.id },
      { id: second.id, resolved_by: keep.id },
    ]);
    expect(await rowOf(db, 'person_events', keep.id)).toMatchObject({
      kind: 'updated',
      actor_id: operation.medicB,
      detail: { old: {}, new: {} },
    });
  });

  it('but not by what is a conflict or refused itself', async () => {
    const { late } = await makeConflict();
    const again = update({ set: { given: 'x' }, base: { given: 'خالد' }, resolves: [late.id] });
    expect((await as(operation.medicB, again)).outcome).toBe('conflict');
    const refused = update({ set: { deleted: true }, resolves: [late.id] });
    expect((await as(operation.medicB, refused)).outcome).toBe('rejected');
    expect((await conflictsOf()).map((conflict) => conflict.resolved_by)).toEqual([null, null]);
    expect(await row()).toMatchObject({ needs_review: true });
  });

  it('and not for another person', async () => {
    const { late } = await makeConflict();
    const other = await makePerson(db, operation);
    const keep = mutation(operation.id, 'person.update', other, { set: {}, resolves: [late.id] });
    expect(await as(operation.medicB, keep)).toMatchObject({ outcome: 'applied', version: null });
    expect(await row()).toMatchObject({ needs_review: true });
  });

  it('once: who decides what is decided already changes nothing', async () => {
    const { late } = await makeConflict();
    const keep = () => update({ set: {}, resolves: [late.id] });
    const first = keep();
    await as(operation.medicB, first);
    expect(await as(operation.coordinatorB, keep())).toMatchObject({ version: null });
    expect(await conflictsOf()).toMatchObject([{ resolved_by: first.id }]);
  });
});

describe('[N1] whatever is asked in whatever order', () => {
  const fields = ['given', 'father', 'family', 'condition'] as const;
  const values = { given: ['a', 'b'], father: ['c'], family: ['d', null], condition: ['stable'] };
  const change = fc
    .subarray([...fields], { minLength: 1 })
    .chain((some) =>
      fc.record(
        Object.fromEntries(some.map((field) => [field, fc.constantFrom(...values[field])])),
      ),
    );
  const step = fc.record({
    who: fc.constantFrom<'admin' | 'coordinatorA' | 'coordinatorB' | 'medicB'>(
      'admin',
      'coordinatorA',
      'coordinatorB',
      'medicB',
    ),
    set: change,
    // How many answers ago the author last looked.
    age: fc.nat(3),
    decides: fc.boolean(),
  });

  it('the record is what its history says, and asks for review exactly while a conflict is open', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        person = await makePerson(db, operation);
        const looks = [await row()];
        for (const { who, set, age, decides } of steps) {
          const seen = looks.at(-1 - Math.min(age, looks.length - 1)) ?? {};
          const base = Object.fromEntries(Object.keys(set).map((field) => [field, seen[field]]));
          const open = decides ? (await conflictsOf()).filter((one) => !one.resolved_by) : [];
          const payload = { set, base, resolves: open.map(({ id }) => id) };
          await as(operation[who], update(payload));
          looks.push(await row());
        }
        const history = await db.sql<{ kind: string; detail: { old?: object; new?: object } }[]>`
          select kind, detail from public.person_events where person_id = ${person} order by version`;
        const told: Record<string, unknown> = {
          ...Object.fromEntries(fields.map((field) => [field, null])),
          condition: 'unknown',
        };
        for (const { detail } of history.filter(({ kind }) => kind === 'updated')) {
          expect(told).toMatchObject(detail.old ?? {});
          Object.assign(told, detail.new);
        }
        const stands = await row();
        expect(stands).toMatchObject(told);
        const isOpen = (await conflictsOf()).some((one) => !one.resolved_by);
        expect(stands?.needs_review).toBe(isOpen);
      }),
      { numRuns: 40 },
    );
  });
});
