import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeOperation, makeTask, mutation, send, uuid, type Operation } from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let task: string;
beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  task = await makeTask(db, operation);
});
afterAll(() => db.close());

const discard = (recordId: string = uuid(), reason: string | null = 'Sent by radio') =>
  mutation(operation.id, 'record.discard', recordId, {
    record_id: recordId,
    kind: 'task.status',
    entity_id: task,
    payload: { status: 'blocked', reason: 'Flooded' },
    reason: reason as string,
    state: 'refused',
  });
const versionNow = async () => {
  const [row] = await db.sql<{ version: string }[]>`
    select version from public.operation_clocks where operation_id = ${operation.id}`;
  return row?.version;
};

describe('[K8] record.discard', () => {
  it('is an event with everything that was discarded, and changes no row', async () => {
    const before = await versionNow();
    const draft = discard();
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    expect(await versionNow()).toBe(before);
    const [event] = await db.sql`
      select actor, entity, entity_id, outcome, version, payload from public.events
      where id = ${draft.id}`;
    expect(event).toEqual({
      actor: operation.coordinatorA,
      entity: 'records',
      entity_id: draft.entity_id,
      outcome: 'applied',
      version: null,
      payload: draft.payload,
    });
  });

  it.each(['admin', 'coordinatorA', 'medicB', 'observer'] as const)(
    'is for every active member: %s',
    async (who) => {
      expect(await send(db, operation[who], discard())).toMatchObject({ outcome: 'applied' });
    },
  );

  it('needs a reason that can be read', async () => {
    for (const reason of [null, '', ' \u200f'])
      expect(await send(db, operation.coordinatorA, discard(uuid(), reason))).toMatchObject({
        outcome: 'rejected',
        reason: 'reason_required',
      });
  });

  it('is for one’s own record: not for what another account has sent', async () => {
    const theirs = mutation(operation.id, 'task.comment', task, { body: 'Here' });
    await send(db, operation.coordinatorB, theirs);
    expect(await send(db, operation.coordinatorA, discard(theirs.id))).toMatchObject({
      outcome: 'rejected',
      reason: 'not_allowed',
    });
    expect(await send(db, operation.coordinatorB, discard(theirs.id))).toMatchObject({
      outcome: 'applied',
    });
  });

  it('[W5] not for who is no member', async () => {
    const elsewhere = await makeOperation(db);
    expect(await send(db, elsewhere.coordinatorA, discard())).toMatchObject({
      reason: 'not_a_member',
    });
  });

  it('[W9] goes through in a closed operation, which refused the record', async () => {
    await db.sql`update public.operations set status = 'closed' where id = ${operation.id}`;
    expect(await send(db, operation.coordinatorA, discard())).toMatchObject({ outcome: 'applied' });
    await db.sql`update public.operations set status = 'active' where id = ${operation.id}`;
  });
});
