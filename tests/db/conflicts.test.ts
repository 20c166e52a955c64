import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
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
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA, title: 'Open the doors' });
});

const status = (payload: Payloads['task.status'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.status', task, payload, more);
const update = (payload: Payloads['task.update'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.update', task, payload, more);
const row = () => rowOf(db, 'tasks', task);
const versionOf = async () => Number((await row())?.version);
const conflictsOf = () => db.sql<
  { id: string; reason: string; payload: unknown; before: unknown; resolved: boolean }[]
>`
  select id, reason, payload, before, resolved_at is not null as resolved
  from public.task_events where task_id = ${task} and outcome = 'conflict' order by version, id`;
const as = (account: string, draft: Draft) => send(db, account, draft);

describe('[C3] who holds a task', () => {
  const claim = (payload: Payloads['task.claim'], more: Partial<Draft> = {}) =>
    mutation(operation.id, 'task.claim', task, payload, more);
  const handOver = (payload: Payloads['task.hand_over'], more: Partial<Draft> = {}) =>
    mutation(operation.id, 'task.hand_over', task, payload, more);

  it('a claim takes what nobody holds', async () => {
    task = await makeTask(db, operation);
    expect(await as(operation.coordinatorA, claim({}))).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ team_id: operation.teamA, holding: 'claimed' });
  });

  it('of two claims the second is a conflict', async () => {
    task = await makeTask(db, operation);
    await as(operation.coordinatorA, claim({ from_team_id: null }));
    expect(await as(operation.coordinatorB, claim({ from_team_id: null }))).toMatchObject({
      outcome: 'conflict',
      reason: 'held_by_other_team',
    });
    expect(await row()).toMatchObject({ team_id: operation.teamA, needs_review: true });
  });

  it('a claim of what the own team holds already changes nothing', async () => {
    expect(await as(operation.coordinatorA, claim({}))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });

  it('a claim of a task that was cancelled meanwhile is a conflict, of one that was seen so is refused', async () => {
    task = await makeTask(db, operation);
    const seen = await versionOf();
    await as(operation.admin, status({ status: 'cancelled', from: 'open', reason: 'Twice' }));
    expect(await as(operation.coordinatorA, claim({}, { base_version: seen }))).toMatchObject({
      outcome: 'conflict',
      reason: 'status_changed',
    });
    expect(
      await as(operation.coordinatorA, claim({}, { base_version: await versionOf() })),
    ).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
  });

  it('a coordinator hands over what the own team holds, and gives it back', async () => {
    await as(
      operation.coordinatorA,
      handOver({ team_id: operation.teamB, note: 'Needs a doctor' }),
    );
    expect(await row()).toMatchObject({ team_id: operation.teamB, holding: 'handed_over' });
    await as(operation.coordinatorB, handOver({ team_id: null }));
    expect(await row()).toMatchObject({ team_id: null, holding: 'given_back' });
  });

  it('an admin assigns', async () => {
    await as(
      operation.admin,
      handOver({ team_id: operation.teamB, from_team_id: operation.teamA }),
    );
    expect(await row()).toMatchObject({ team_id: operation.teamB, holding: 'assigned' });
  });

  it('a hand-over from a team that no longer holds it is a conflict', async () => {
    await as(operation.coordinatorA, handOver({ team_id: null }));
    expect(
      await as(
        operation.admin,
        handOver({ team_id: operation.teamB, from_team_id: operation.teamA }),
      ),
    ).toMatchObject({ outcome: 'conflict', reason: 'held_by_other_team' });
  });

  it('a team that is gone or elsewhere takes nothing', async () => {
    const elsewhere = await makeOperation(db);
    await db.sql`update public.teams set deleted_at = now() where id = ${operation.teamB}`;
    for (const team_id of [operation.teamB, elsewhere.teamA, uuid()]) {
      expect(await as(operation.coordinatorA, handOver({ team_id }))).toMatchObject({
        outcome: 'rejected',
        reason: 'invalid_payload',
        field: 'team_id',
      });
    }
  });
});

describe('[C6] a person decides', () => {
  const makeConflicts = async () => {
    await as(operation.admin, status({ status: 'en_route', from: 'open' }));
    const first = status({ status: 'in_progress', from: 'open' });
    const second = status({ status: 'cancelled', from: 'open', reason: 'Twice' });
    await as(operation.coordinatorA, first);
    await as(operation.coordinatorA, second);
    return [first.id, second.id] as const;
  };

  it('by a mutation that resolves; the task needs review until none is left', async () => {
    const [first, second] = await makeConflicts();
    const decision = status({ status: 'in_progress', from: 'en_route', resolves: [first] });
    const answer = await as(operation.coordinatorA, decision);
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ status: 'in_progress', needs_review: true });
    expect((await rowOf(db, 'task_events', first))?.version).toBe(answer.version);
    const keep = update({ set: {}, resolves: [second] });
    expect(await as(operation.coordinatorA, keep)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ status: 'in_progress', needs_review: false });
    expect((await conflictsOf()).map((conflict) => conflict.resolved)).toEqual([true, true]);
  });

  it('by any mutation of the task, also one that changes nothing else', async () => {
    const [first, second] = await makeConflicts();
    const same = status({ status: 'en_route', from: 'en_route', resolves: [first] });
    expect((await as(operation.coordinatorA, same)).version).not.toBeNull();
    const hold = mutation(operation.id, 'task.claim', task, { resolves: [second] });
    expect((await as(operation.coordinatorA, hold)).version).not.toBeNull();
    expect(await row()).toMatchObject({ needs_review: false });
  });

  it('but not by one that is a conflict or refused itself', async () => {
    const [first, second] = await makeConflicts();
    const late = status({ status: 'blocked', from: 'open', reason: 'x', resolves: [first] });
    const refused = status({ status: 'done', from: 'en_route', resolves: [second] });
    const others = update({ set: { title: 'x' }, base: { title: 'y' }, resolves: [first] });
    expect((await as(operation.coordinatorA, late)).outcome).toBe('conflict');
    expect((await as(operation.coordinatorA, refused)).outcome).toBe('rejected');
    expect((await as(operation.coordinatorA, others)).outcome).toBe('conflict');
    expect((await conflictsOf()).filter((conflict) => conflict.resolved)).toEqual([]);
  });

  it('and not of another task', async () => {
    const [first] = await makeConflicts();
    const conflicting = task;
    task = await makeTask(db, operation, { team_id: operation.teamA });
    expect(await as(operation.coordinatorA, update({ set: {}, resolves: [first] }))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    task = conflicting;
    expect(await row()).toMatchObject({ needs_review: true });
  });
});

describe('[C7] what adds never conflicts', () => {
  it('comments, check-ins and searches, also of what is deleted by now', async () => {
    await db.sql`update public.tasks set deleted_at = now() where id = ${task}`;
    await db.sql`update public.site_areas set deleted_at = now() where id = ${operation.area}`;
    await db.sql`update public.teams set deleted_at = now() where id = ${operation.teamA}`;
    const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
    const answers = await apply(db, operation.coordinatorA, [
      mutation(operation.id, 'task.comment', task, { body: 'x' }, { base_version: 1 }),
      mutation(
        operation.id,
        'team.checkin',
        operation.teamA,
        { checkin_id: uuid() },
        { base_version: 1 },
      ),
      mutation(operation.id, 'area.search', operation.area, search, { base_version: 1 }),
    ]);
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'applied', 'applied']);
  });

  it('but an id that is taken is refused', async () => {
    const checkin = { checkin_id: uuid() };
    const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
    const drafts = () => [
      mutation(operation.id, 'team.checkin', operation.teamA, checkin),
      mutation(operation.id, 'area.search', operation.area, search),
      mutation(operation.id, 'task.create', task, { kind: 'search' }),
    ];
    await apply(db, operation.coordinatorA, drafts());
    const answers = await apply(db, operation.coordinatorA, drafts());
    expect(new Set(answers.map((answer) => answer.reason))).toEqual(new Set(['already_exists']));
  });
});
