import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import { apply, makeOperation, makeTask, mutation, send, type Operation } from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let task: string;
beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
});
afterAll(() => db.close());

const comment = (body: string) => mutation(operation.id, 'task.comment', task, { body });
const wrongSite = () =>
  mutation(operation.id, 'task.update', task, { set: { site_id: 'nowhere' }, base: {} });

it('[W1] [W4] a duplicate names the field that was at fault, as the first answer did', async () => {
  const drafts = [comment(''), wrongSite(), comment('Knocking')];
  const first = await apply(db, operation.coordinatorA, drafts);
  expect(first.map(({ field }) => field)).toEqual(['body', 'site_id', undefined]);
  const again = await apply(db, operation.coordinatorA, drafts);
  expect(again).toEqual(
    first.map(({ outcome, ...answer }) => ({
      ...answer,
      outcome: 'duplicate',
      first_outcome: outcome,
    })),
  );
});

it('[W4] in the same batch too', async () => {
  const draft = comment('');
  const answers = await apply(db, operation.coordinatorA, [draft, draft]);
  expect(answers[1]).toMatchObject({ outcome: 'duplicate', field: 'body' });
});

it('[W3] and when each has a subtransaction of its own', async () => {
  await db.sql`create function public.fail() returns trigger language plpgsql as
    $$ begin if new.payload::text like '%break%' then raise exception 'broken'; end if; return new; end $$`;
  await db.sql`create trigger fail before insert on public.events
    for each row execute function public.fail()`;
  const draft = comment('');
  await apply(db, operation.coordinatorA, [draft, comment('break')]);
  await db.sql`drop trigger fail on public.events`;
  await db.sql`drop function public.fail()`;
  expect(await send(db, operation.coordinatorA, draft)).toMatchObject({
    outcome: 'duplicate',
    field: 'body',
  });
});

it('[W4] another account is told nothing of it', async () => {
  const draft = comment('');
  await send(db, operation.coordinatorA, draft);
  const answer = await send(db, operation.coordinatorB, draft);
  expect(answer).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
  expect(answer).not.toHaveProperty('field');
});

it('the list of fields is the door’s own: no role of the API reads it', async () => {
  for (const caller of [
    { role: 'anon' } as const,
    user(operation.admin),
    { role: 'service_role' } as const,
  ])
    await expect(
      db.as(caller, (tx) => tx`select * from private.refused_fields`),
    ).rejects.toMatchObject({ code: '42501' });
});
