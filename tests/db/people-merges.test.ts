import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makePerson,
  mutation,
  rowOf,
  send,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let person: string;
let other: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  person = await makePerson(db, operation, { given: 'خالد', condition: 'injured' });
  other = await makePerson(db, operation, { given: 'Khaled', family: 'الخطيب' });
});

const merge = (id: string, into: string) =>
  mutation(operation.id, 'person.merge', id, { into, reasons: ['mother', 'born'] });
const unmerge = (id: string, reason = 'Two cousins', from?: string) =>
  mutation(operation.id, 'person.unmerge', id, {
    reason,
    ...(from === undefined ? {} : { from }),
  });
const as = (account: string, draft: Draft) => send(db, account, draft);
const row = (id: string) => rowOf(db, 'people', id);
const remove = { set: { deleted: true }, base: { deleted: false } };

describe('[N2] person.merge', () => {
  it('lets one record stand for the other, changes nothing else, and says why', async () => {
    const before = [await row(person), await row(other)];
    const draft = merge(person, other);
    const answer = await as(operation.medicB, draft);
    expect(answer).toMatchObject({ outcome: 'applied' });
    const { merged_into, version, updated_at, changed_at, ...rest } = (await row(person)) ?? {};
    expect([merged_into, version]).toEqual([other, answer.version]);
    expect(before[0]).toMatchObject(rest);
    expect([updated_at, changed_at]).not.toEqual([before[0]?.updated_at, before[0]?.changed_at]);
    expect(await row(other)).toEqual(before[1]);
    expect(await rowOf(db, 'person_events', draft.id)).toMatchObject({
      kind: 'merged',
      person_id: person,
      detail: {
        old: { merged_into: null },
        new: { merged_into: other },
        reasons: ['mother', 'born'],
      },
    });
  });

  it('twice into the same is agreement', async () => {
    await as(operation.medicB, merge(person, other));
    expect(await as(operation.coordinatorA, merge(person, other))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });

  it('is refused when either stands for another already', async () => {
    const third = await makePerson(db, operation);
    await as(operation.medicB, merge(person, other));
    for (const draft of [merge(person, third), merge(third, person), merge(other, person)])
      expect(await as(operation.coordinatorA, draft)).toMatchObject({
        outcome: 'rejected',
        reason: 'already_merged',
        version: null,
      });
    // Into what stands for itself it goes on.
    expect(await as(operation.coordinatorA, merge(third, other))).toMatchObject({
      outcome: 'applied',
    });
  });

  it('with oneself or with somebody of another operation is refused', async () => {
    const theirs = await makePerson(db, await makeOperation(db));
    for (const into of [person, person.toUpperCase(), theirs])
      expect(await as(operation.admin, merge(person, into))).toMatchObject({
        reason: 'invalid_payload',
        field: 'into',
      });
  });

  it('[C5] with a record that was taken away is a conflict on the one that is left', async () => {
    await as(operation.admin, mutation(operation.id, 'person.update', other, remove));
    const draft = merge(person, other);
    expect(await as(operation.medicB, draft)).toMatchObject({
      outcome: 'conflict',
      reason: 'row_deleted',
    });
    expect(await row(person)).toMatchObject({ merged_into: null, needs_review: true });
    expect(await rowOf(db, 'person_events', draft.id)).toMatchObject({
      kind: 'conflict',
      detail: { wanted: { merged_into: other }, reasons: ['mother', 'born'] },
    });
    const decision = { ...merge(person, await makePerson(db, operation)) };
    decision.payload = { ...(decision.payload as object), resolves: [draft.id] };
    expect(await as(operation.medicB, decision)).toMatchObject({ outcome: 'applied' });
    expect(await row(person)).toMatchObject({ needs_review: false });
  });

  it('whatever is merged and parted in whatever order, no record stands for itself by way of others', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => makePerson(db, operation)));
    const place = fc.nat(ids.length - 1);
    const step = fc.tuple(fc.boolean(), place, place);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const drafts = steps.map(([isMerge, one, two]) => {
          const [id, into] = [ids[one] ?? '', ids[two] ?? ''];
          return isMerge ? merge(id, into) : unmerge(id);
        });
        await apply(db, operation.coordinatorA, drafts);
        const rows = await db.sql<{ id: string; merged_into: string | null }[]>`
          select id, merged_into from public.people where id = any (${ids})`;
        const next = new Map(rows.map((one) => [one.id, one.merged_into]));
        for (const start of ids) {
          let [at, hops] = [next.get(start) ?? null, 0];
          for (; at !== null && hops <= ids.length; hops += 1) at = next.get(at) ?? null;
          expect(hops).toBeLessThan(ids.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('[N2] person.unmerge', () => {
  it('takes a merge back: the record is as it was', async () => {
    const before = await row(person);
    await as(operation.medicB, merge(person, other));
    const draft = unmerge(person, 'Two cousins', other);
    expect(await as(operation.coordinatorA, draft)).toMatchObject({ outcome: 'applied' });
    const after = await row(person);
    const changing = ['version', 'updated_at', 'changed_at'];
    for (const [field, value] of Object.entries(before ?? {}))
      if (!changing.includes(field)) expect([field, after?.[field]]).toEqual([field, value]);
    expect(await rowOf(db, 'person_events', draft.id)).toMatchObject({
      kind: 'unmerged',
      detail: {
        old: { merged_into: other },
        new: { merged_into: null },
        reason: 'Two cousins',
      },
    });
  });

  it('needs a reason that can be read', async () => {
    for (const reason of ['', ' \u200f'])
      expect(await as(operation.admin, unmerge(person, reason))).toMatchObject({
        outcome: 'rejected',
        reason: 'reason_required',
      });
  });

  it('of what is not merged is agreement', async () => {
    expect(await as(operation.medicB, unmerge(person))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });

  it('does not undo a merge that its author never saw', async () => {
    const third = await makePerson(db, operation);
    await as(operation.medicB, merge(person, third));
    const late = unmerge(person, 'Two cousins', other);
    expect(await as(operation.coordinatorA, late)).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await row(person)).toMatchObject({ merged_into: third, needs_review: true });
    expect(await rowOf(db, 'person_events', late.id)).toMatchObject({
      kind: 'conflict',
      detail: {
        wanted: { merged_into: null },
        seen: { merged_into: other },
        present: { merged_into: third },
        reason: 'Two cousins',
      },
    });
  });

  it('without word of what was seen takes back what stands', async () => {
    await as(operation.medicB, merge(person, other));
    expect(await as(operation.coordinatorA, unmerge(person))).toMatchObject({
      outcome: 'applied',
    });
    expect(await row(person)).toMatchObject({ merged_into: null });
  });
});
