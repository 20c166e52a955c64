import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeOperation,
  makeTask,
  mutation,
  rowOf,
  send,
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

describe('[C1] a conflict', () => {
  it('leaves the task as it is, asks for a decision and keeps the whole payload', async () => {
    await as(operation.admin, status({ status: 'in_progress', from: 'open' }));
    const before = await row();
    const late = status({ status: 'blocked', from: 'en_route', reason: 'The stairs are gone' });
    const answer = await as(operation.coordinatorA, late);
    expect(answer).toMatchObject({ outcome: 'conflict', reason: 'status_changed' });
    expect(await row()).toEqual({
      ...before,
      needs_review: true,
      version: answer.version,
      updated_at: expect.any(String) as string,
    });
    expect(await conflictsOf()).toEqual([
      {
        id: late.id,
        reason: 'status_changed',
        payload: late.payload,
        before: { status: 'in_progress' },
        resolved: false,
      },
    ]);
    expect((await rowOf(db, 'task_events', late.id))?.version).toBe(answer.version);
  });
});

describe('[C2] task.status', () => {
  it('from the status that the author saw takes a step of the table', async () => {
    expect(
      await as(operation.coordinatorA, status({ status: 'en_route', from: 'open' })),
    ).toMatchObject({
      outcome: 'applied',
    });
    expect(await row()).toMatchObject({ status: 'en_route', needs_review: false });
    expect(
      await as(operation.coordinatorA, status({ status: 'verified', from: 'en_route' })),
    ).toMatchObject({ outcome: 'rejected', reason: 'own_work' });
    expect(
      await as(operation.coordinatorA, status({ status: 'done', from: 'en_route' })),
    ).toMatchObject({
      outcome: 'rejected',
      reason: 'transition_not_allowed',
    });
  });

  it('to a status that it already has is applied and changes nothing', async () => {
    await as(operation.admin, status({ status: 'en_route', from: 'open' }));
    const before = await row();
    const answer = await as(operation.coordinatorA, status({ status: 'en_route', from: 'open' }));
    expect(answer).toMatchObject({ outcome: 'applied', version: null });
    expect(await row()).toEqual(before);
  });

  it('without `from` takes the present status when no other account changed it since', async () => {
    const seen = await versionOf();
    await as(operation.coordinatorA, status({ status: 'en_route' }, { base_version: seen }));
    const own = await as(
      operation.coordinatorA,
      status({ status: 'in_progress' }, { base_version: seen }),
    );
    expect(own).toMatchObject({ outcome: 'applied' });
    await as(operation.admin, mutation(operation.id, 'task.comment', task, { body: 'Well done' }));
    expect(
      await as(operation.coordinatorA, status({ status: 'done' }, { base_version: seen })),
    ).toMatchObject({ outcome: 'applied' });
  });

  it('without `from` is a conflict when another account changed it since', async () => {
    const seen = await versionOf();
    await as(operation.admin, status({ status: 'en_route', from: 'open' }));
    for (const base_version of [seen, null]) {
      expect(
        await as(operation.coordinatorA, status({ status: 'in_progress' }, { base_version })),
      ).toMatchObject({ outcome: 'conflict', reason: 'status_changed' });
    }
  });

  it('keeps the reason with the status, and takes it away with the next', async () => {
    await as(operation.coordinatorA, status({ status: 'en_route', from: 'open' }));
    await as(
      operation.coordinatorA,
      status({ status: 'blocked', from: 'en_route', reason: 'Mines' }),
    );
    expect(await row()).toMatchObject({ status: 'blocked', status_reason: 'Mines' });
    await as(operation.coordinatorA, status({ status: 'in_progress', from: 'blocked' }));
    expect(await row()).toMatchObject({ status: 'in_progress', status_reason: null });
  });

  it('[P4] blocked and cancelled need a reason in words', async () => {
    for (const reason of [undefined, '', ' \u200f\n']) {
      for (const wanted of ['blocked', 'cancelled'] as const) {
        const payload = {
          status: wanted,
          from: 'open' as const,
          ...(reason === undefined ? {} : { reason }),
        };
        expect(await as(operation.admin, status(payload))).toMatchObject({
          outcome: 'rejected',
          reason: 'reason_required',
        });
      }
    }
  });

  it('[P3] done remembers the team that held it, which does not verify its own work', async () => {
    await as(operation.coordinatorA, status({ status: 'in_progress', from: 'open' }));
    await as(operation.coordinatorA, status({ status: 'done', from: 'in_progress' }));
    expect(await row()).toMatchObject({ done_team_id: operation.teamA });
    const hand = mutation(operation.id, 'task.hand_over', task, { team_id: operation.teamB });
    await as(operation.coordinatorA, hand);
    expect(
      await as(operation.coordinatorA, status({ status: 'verified', from: 'done' })),
    ).toMatchObject({ outcome: 'rejected', reason: 'own_work' });
    expect(
      await as(operation.coordinatorB, status({ status: 'verified', from: 'done' })),
    ).toMatchObject({ outcome: 'applied' });
  });
});

describe('[C1] [P2] work on a task that was taken away meanwhile', () => {
  it('is a conflict when the author’s team held it at the version that the author saw', async () => {
    const seen = await versionOf();
    const hand = { team_id: operation.teamB, from_team_id: operation.teamA };
    await as(operation.admin, mutation(operation.id, 'task.hand_over', task, hand));
    const drafts = [
      status({ status: 'en_route', from: 'open' }, { base_version: seen }),
      update({ set: { details: 'x' }, base: { details: null } }, { base_version: seen }),
      mutation(operation.id, 'task.hand_over', task, { team_id: null }, { base_version: seen }),
    ];
    for (const draft of drafts) {
      expect(await as(operation.coordinatorA, draft)).toMatchObject({
        outcome: 'conflict',
        reason: 'held_by_other_team',
      });
    }
    expect(await row()).toMatchObject({
      status: 'open',
      team_id: operation.teamB,
      needs_review: true,
    });
  });

  it('is refused when the author could see that another team held it', async () => {
    const hand = { team_id: operation.teamB, from_team_id: operation.teamA };
    await as(operation.admin, mutation(operation.id, 'task.hand_over', task, hand));
    const seen = await versionOf();
    expect(
      await as(
        operation.coordinatorA,
        status({ status: 'en_route', from: 'open' }, { base_version: seen }),
      ),
    ).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
  });
});
