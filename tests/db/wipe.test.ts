import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import { makeAccount, makeOperation, pull, type Operation } from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
});

const request = async (by: string, member: string) => {
  const [row] = await db.as(
    user(by),
    (tx) => tx<{ answer: { version: number; wipe_count: number } }[]>`
      select public.request_wipe(${operation.id}, ${member}) as answer`,
  );
  return row?.answer;
};

describe('[Q4] request_wipe', () => {
  it('counts up on the membership, which the phone pulls', async () => {
    const { cursor } = await pull(db, operation.coordinatorA, operation.id);
    expect(await request(operation.admin, operation.coordinatorA)).toMatchObject({ wipe_count: 1 });
    expect(await request(operation.admin, operation.coordinatorA)).toMatchObject({ wipe_count: 2 });
    const { changes, reset } = await pull(db, operation.coordinatorA, operation.id, cursor);
    expect(reset).toBe(false);
    expect(changes).toMatchObject([{ table: 'members', row: { wipe_count: 2 } }]);
  });

  it('[B6] is announced so that no client may skip the pull, and logged without a name', async () => {
    const answer = await request(operation.admin, operation.observer);
    const messages = await db.sql`
      select event, payload from realtime.messages
      where topic = ${`operation:${operation.id}`} order by inserted_at desc limit 1`;
    expect(messages).toMatchObject([
      {
        event: 'change',
        payload: { version: answer?.version, epoch: '', partial: true, changes: [] },
      },
    ]);
    const [event] = await db.sql`
      select actor, entity, outcome, payload from public.events
      where operation_id = ${operation.id} and kind = 'member.wipe'`;
    expect(event).toEqual({
      actor: operation.admin,
      entity: 'members',
      outcome: 'applied',
      payload: { user_id: operation.observer, wipe_count: 1 },
    });
  });

  it('stays when the membership is changed', async () => {
    await request(operation.admin, operation.coordinatorA);
    await db.as(
      user(operation.admin),
      (tx) => tx`
        select public.set_member(
          ${operation.id}, ${operation.coordinatorA}, 'medic', null, true, 'Medic')`,
    );
    const [row] = await db.sql`
      select role, wipe_count from public.members
      where operation_id = ${operation.id} and user_id = ${operation.coordinatorA}`;
    expect(row).toEqual({ role: 'medic', wipe_count: 1 });
  });

  it('is for admins of the operation alone', async () => {
    const elsewhere = await makeOperation(db);
    for (const by of [
      operation.coordinatorA,
      operation.medicB,
      operation.observer,
      elsewhere.admin,
    ])
      await expect(request(by, operation.coordinatorB)).rejects.toMatchObject({ code: '42501' });
    await expect(
      db.as(
        { role: 'anon' },
        (tx) => tx`select public.request_wipe(${operation.id}, ${operation.coordinatorB})`,
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses an account that is no member, and writes nothing', async () => {
    const before = await db.sql`select version, seq from public.operation_clocks`;
    await expect(request(operation.admin, await makeAccount(db))).rejects.toMatchObject({
      code: '22023',
    });
    expect(await db.sql`select version, seq from public.operation_clocks`).toEqual(before);
  });
});
