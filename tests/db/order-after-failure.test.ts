import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { apply, makeOperation, makeTask, mutation, uuid, type Operation } from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** Fails in a way that no rule foresaw, while it is there. */
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
  await db.sql`create function public.fail() returns trigger language plpgsql as
    $$ begin if new.payload::text like '%break%' then raise exception 'broken'; end if; return new; end $$`;
  await db.sql`create trigger fail before insert on public.events
    for each row execute function public.fail()`;
});
const mend = async () => {
  await db.sql`drop trigger if exists fail on public.events`;
  await db.sql`drop function if exists public.fail()`;
};
afterEach(mend);

const outcomes = (answers: Awaited<ReturnType<typeof apply>>) =>
  answers.map(({ outcome, reason }) => reason ?? outcome);

it('[W12] what the same batch says about the same row waits with what failed, and nothing else does', async () => {
  const other = await makeTask(db, operation, { team_id: operation.teamA });
  const batch = [
    mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' }),
    mutation(operation.id, 'task.status', task, {
      status: 'in_progress',
      from: 'en_route',
      reason: 'break',
    }),
    mutation(operation.id, 'task.status', other, { status: 'en_route', from: 'open' }),
    mutation(operation.id, 'task.status', task, { status: 'done', from: 'in_progress' }),
  ];
  expect(outcomes(await apply(db, operation.coordinatorA, batch))).toEqual([
    'applied',
    'server_error',
    'applied',
    'server_error',
  ]);
  await mend();
  const again = await apply(db, operation.coordinatorA, batch);
  expect(again.map(({ outcome, first_outcome }) => first_outcome ?? outcome)).toEqual(
    batch.map(() => 'applied'),
  );
});

it('[W12] what names a row that could not be made waits too, and what is about that', async () => {
  const [site, made] = [uuid(), uuid()];
  const batch = [
    mutation(operation.id, 'site.create', site, {
      code: 'break',
      name_en: 'Site',
      kind: 'shelter',
    }),
    mutation(operation.id, 'task.create', made, { kind: 'search', site_id: site.toUpperCase() }),
    mutation(operation.id, 'task.comment', made, { body: 'here' }),
    mutation(operation.id, 'task.comment', task, { body: 'there' }),
  ];
  expect(outcomes(await apply(db, operation.admin, batch))).toEqual([
    'server_error',
    'server_error',
    'server_error',
    'applied',
  ]);
  await mend();
  expect(outcomes(await apply(db, operation.admin, batch.slice(0, 3)))).toEqual(
    batch.slice(0, 3).map(() => 'applied'),
  );
});

it('[W12] [W4] what is in the log already is answered as it was', async () => {
  const done = mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' });
  await apply(db, operation.coordinatorA, [done]);
  const bad = mutation(operation.id, 'task.comment', task, { body: 'break' });
  expect(outcomes(await apply(db, operation.coordinatorA, [bad, done]))).toEqual([
    'server_error',
    'duplicate',
  ]);
});
