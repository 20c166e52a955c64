import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makeTask,
  mutation,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let elsewhere: Operation;
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
  elsewhere = await makeOperation(db);
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
});

const comment = (body = 'Need light', more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.comment', task, { body }, more);

const clock = async (id = operation.id) => {
  const [row] = await db.sql<{ version: string; seq: string; events: string }[]>`
    select c.version, c.seq, (select count(*) from public.events where operation_id = ${id}) as events
    from public.operation_clocks c where c.operation_id = ${id}`;
  return { version: Number(row?.version), seq: Number(row?.seq), events: Number(row?.events) };
};
const eventOf = async (id: string) => {
  const [row] = await db.sql<{ row: Record<string, unknown> }[]>`
    select to_jsonb(e) as row from public.events e where id = ${id}`;
  return row?.row;
};

describe('[W4] the id is the key', () => {
  it('sent again, it is a duplicate with the first outcome, and nothing changes', async () => {
    const draft = mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' });
    const first = await send(db, operation.coordinatorA, draft);
    await send(
      db,
      operation.admin,
      mutation(operation.id, 'task.status', task, { status: 'in_progress', from: 'en_route' }),
    );
    const before = await clock();
    expect(await send(db, operation.coordinatorA, draft)).toEqual({
      id: draft.id,
      outcome: 'duplicate',
      first_outcome: 'applied',
      reason: null,
      version: first.version,
    });
    expect(await clock()).toEqual(before);
    expect((await rowOf(db, 'tasks', task))?.status).toBe('in_progress');
  });

  it('in the same batch too', async () => {
    const draft = comment();
    const answers = await apply(db, operation.coordinatorA, [draft, draft]);
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'duplicate']);
  });

  it('of a refused mutation brings the first refusal', async () => {
    const draft = mutation(operation.id, 'task.comment', task, { body: ' ' });
    await send(db, operation.coordinatorA, draft);
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({
      outcome: 'duplicate',
      first_outcome: 'rejected',
      reason: 'invalid_payload',
      version: null,
    });
  });

  it('that another account has used is refused', async () => {
    const draft = comment();
    await send(db, operation.coordinatorA, draft);
    expect(await send(db, operation.coordinatorB, draft)).toMatchObject({
      outcome: 'rejected',
      reason: 'not_allowed',
    });
  });

  it('counts whichever way its digits are written', async () => {
    const draft = comment();
    await send(db, operation.coordinatorA, draft);
    const again = { ...draft, id: draft.id.toUpperCase() };
    expect(await send(db, operation.coordinatorA, again)).toMatchObject({ outcome: 'duplicate' });
  });
});

describe('[W5] a mutation names its operation', () => {
  it.each(['of another operation', 'deactivated', 'deleted', 'banned'])(
    'a caller who is %s is not a member, and the log stays as it is',
    async (state) => {
      const account = await makeAccount(db);
      await addMember(
        db,
        state === 'of another operation' ? elsewhere.id : operation.id,
        account,
        'admin',
      );
      if (state === 'deactivated')
        await db.sql`update public.members set active = false where user_id = ${account}`;
      if (state === 'deleted')
        await db.sql`update public.members set deleted_at = now() where user_id = ${account}`;
      if (state === 'banned')
        await db.sql`update auth.users set banned_until = now() + interval '1 day' where id = ${account}`;
      const before = await clock();
      expect(await send(db, account, comment())).toMatchObject({
        outcome: 'rejected',
        reason: 'not_a_member',
      });
      expect(await clock()).toEqual(before);
    },
  );

  it('an operation that does not exist has no members', async () => {
    const draft = mutation(uuid(), 'task.comment', task, { body: 'x' });
    expect(await send(db, operation.admin, draft)).toMatchObject({ reason: 'not_a_member' });
  });

  it('a row of another operation is refused, for every kind', async () => {
    const theirTask = await makeTask(db, elsewhere);
    const kinds: [MutationKind, string, unknown][] = [
      ['task.create', theirTask, { kind: 'search' }],
      ['task.update', theirTask, { set: {} }],
      ['task.status', theirTask, { status: 'en_route' }],
      ['task.claim', theirTask, { team_id: operation.teamA }],
      ['task.hand_over', theirTask, { team_id: null }],
      ['task.comment', theirTask, { body: 'x' }],
      ['team.status', elsewhere.teamA, { status: 'on_site' }],
      ['team.checkin', elsewhere.teamA, { checkin_id: uuid() }],
      ['team.create', elsewhere.teamA, { code: 'X', name_en: 'X', specialty: 'medical' }],
      ['team.update', elsewhere.teamA, { set: {} }],
      ['site.create', elsewhere.site, { code: 'X', name_en: 'X', kind: 'clinic' }],
      ['site.update', elsewhere.site, { set: {} }],
      ['area.create', elsewhere.area, { site_id: operation.site, level: 'room', name_en: 'X' }],
      ['area.update', elsewhere.area, { set: {} }],
      [
        'area.search',
        elsewhere.area,
        { search_id: uuid(), method: 'dog', result: 'nothing_found' },
      ],
      ['operation.update', elsewhere.id, { set: {} }],
    ];
    const before = await clock(elsewhere.id);
    const answers = await apply(
      db,
      operation.admin,
      kinds.map(([kind, entity, payload]) =>
        mutation(operation.id, kind, entity, payload as Payloads[typeof kind]),
      ),
    );
    for (const [place, answer] of answers.entries()) {
      expect([kinds[place]?.[0], answer.outcome, answer.reason]).toEqual([
        kinds[place]?.[0],
        'rejected',
        'wrong_operation',
      ]);
    }
    expect(await clock(elsewhere.id)).toEqual(before);
  });

  it('two operations in one batch each get their own', async () => {
    const account = await makeAccount(db);
    await addMember(db, operation.id, account, 'admin');
    await addMember(db, elsewhere.id, account, 'admin');
    const theirTask = await makeTask(db, elsewhere);
    const before = [await clock(), await clock(elsewhere.id)];
    const answers = await apply(db, account, [
      comment(),
      mutation(elsewhere.id, 'task.comment', theirTask, { body: 'x' }),
      comment(),
    ]);
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'applied', 'applied']);
    expect((await clock()).version).toBe((before[0]?.version ?? 0) + 2);
    expect((await clock(elsewhere.id)).version).toBe((before[1]?.version ?? 0) + 1);
  });
});

describe('[W6] a recorded mutation', () => {
  it('writes one event, and its rows and the event carry the next version', async () => {
    const before = await clock();
    const draft = mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' });
    const answer = await send(db, operation.coordinatorA, draft);
    expect(answer.version).toBe(before.version + 1);
    expect(await clock()).toEqual({
      version: before.version + 1,
      seq: before.seq + 1,
      events: before.events + 1,
    });
    expect(await eventOf(draft.id)).toMatchObject({
      seq: before.seq + 1,
      version: answer.version,
      actor: operation.coordinatorA,
      kind: 'task.status',
      entity: 'tasks',
      entity_id: task,
      outcome: 'applied',
      reason: null,
      payload: { status: 'en_route', from: 'open' },
    });
    expect((await rowOf(db, 'tasks', task))?.version).toBe(answer.version);
    expect((await rowOf(db, 'task_events', draft.id))?.version).toBe(answer.version);
  });

  it('that is refused is in the log with its reason, and draws no version', async () => {
    const before = await clock();
    const draft = comment('x', { entity_id: uuid() });
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({
      outcome: 'rejected',
      reason: 'not_found',
      version: null,
    });
    expect(await clock()).toEqual({ ...before, seq: before.seq + 1, events: before.events + 1 });
    expect(await eventOf(draft.id)).toMatchObject({
      outcome: 'rejected',
      reason: 'not_found',
      version: null,
    });
  });
});
