import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makePerson,
  mutation,
  rowOf,
  send,
  uuid,
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

describe('who may record people', () => {
  const kinds = (person: string, other: string) =>
    ({
      'person.create': mutation(operation.id, 'person.create', uuid(), { given: 'x' }),
      'person.update': mutation(operation.id, 'person.update', person, {
        set: { given: 'x' },
        base: { given: null },
      }),
      'person.merge': mutation(operation.id, 'person.merge', person, { into: other, reasons: [] }),
      'person.unmerge': mutation(operation.id, 'person.unmerge', person, { reason: 'Two' }),
    }) as const;

  it.each([
    ['a coordinator of the team that made the record', 'coordinatorA'],
    ['a coordinator of another team', 'coordinatorB'],
    ['a medic', 'medicB'],
    ['an admin', 'admin'],
  ] as const)('%s may', async (_role, who) => {
    const [person, other] = [await makePerson(db, operation), await makePerson(db, operation)];
    const drafts = Object.values(kinds(person, other));
    const answers = await apply(db, operation[who], drafts);
    expect(answers.map(({ outcome }) => outcome)).toEqual(drafts.map(() => 'applied'));
  });

  it('a coordinator without a team may: a person does not wait for a team', async () => {
    const account = await makeAccount(db);
    await addMember(db, operation.id, account, 'coordinator');
    const draft = mutation(operation.id, 'person.create', uuid(), {});
    expect(await send(db, account, draft)).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'people', draft.entity_id)).toMatchObject({ team_id: null });
  });

  it.each(['observer', 'deactivated', 'outsider'] as const)('%s may not', async (who) => {
    const [person, other] = [await makePerson(db, operation), await makePerson(db, operation)];
    const deactivated = await makeAccount(db);
    await addMember(db, operation.id, deactivated, 'medic');
    await db.sql`update public.members set active = false where user_id = ${deactivated}`;
    const outsider = (await makeOperation(db)).admin;
    const account = { observer: operation.observer, deactivated, outsider }[who];
    const drafts = Object.values(kinds(person, other));
    const before =
      await db.sql`select * from public.people where operation_id = ${operation.id} order by id`;
    const answers = await apply(db, account, drafts);
    const reason = who === 'observer' ? 'not_allowed' : 'not_a_member';
    expect(answers.map((answer) => [answer.outcome, answer.reason])).toEqual(
      drafts.map(() => ['rejected', reason]),
    );
    expect(
      await db.sql`select * from public.people where operation_id = ${operation.id} order by id`,
    ).toEqual(before);
  });

  it('nobody in a closed operation', async () => {
    const [person, other] = [await makePerson(db, operation), await makePerson(db, operation)];
    await send(
      db,
      operation.admin,
      mutation(operation.id, 'operation.update', operation.id, {
        set: { status: 'closed' },
        base: { status: 'active' },
      }),
    );
    const answers = await apply(db, operation.admin, Object.values(kinds(person, other)));
    expect(new Set(answers.map(({ reason }) => reason))).toEqual(new Set(['operation_closed']));
  });
});
