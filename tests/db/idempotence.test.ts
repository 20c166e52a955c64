import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskStatuses, type TaskStatus } from '../../src/lib/domain/vocabulary.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeTask,
  mutation,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** What one phone did offline: steps on one task, in its order. */
type Step =
  | { type: 'status'; status: TaskStatus; from: TaskStatus }
  | { type: 'title'; title: string; base: string }
  | { type: 'comment' }
  | { type: 'give_back' };

const status = fc.constantFrom(...taskStatuses);
const title = fc.constantFrom('one', 'two', 'three');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('status' as const), status, from: status }),
  fc.record({ type: fc.constant('title' as const), title, base: title }),
  fc.constant({ type: 'comment' as const }),
  fc.constant({ type: 'give_back' as const }),
);

const draftOf = (operation: Operation, task: string, wanted: Step): Draft => {
  switch (wanted.type) {
    case 'status':
      return mutation(operation.id, 'task.status', task, {
        status: wanted.status,
        from: wanted.from,
        reason: 'x',
      });
    case 'title':
      return mutation(operation.id, 'task.update', task, {
        set: { title: wanted.title },
        base: { title: wanted.base },
      });
    case 'comment':
      return mutation(operation.id, 'task.comment', task, { body: 'x' });
    case 'give_back':
      return mutation(operation.id, 'task.hand_over', task, { team_id: null });
  }
};

/** Two phones, and how the network delivers what they send: whose turn, how many, and repeats. */
const scenario = fc.record({
  phones: fc.tuple(
    fc.array(step, { minLength: 1, maxLength: 6 }),
    fc.array(step, { minLength: 1, maxLength: 6 }),
  ),
  deliveries: fc.array(
    fc.record({
      phone: fc.constantFrom(0 as const, 1 as const),
      size: fc.integer({ min: 1, max: 4 }),
      again: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
});

it('[W4] however often and in whatever turn batches arrive, every mutation counts once and none is lost', async () => {
  const operation = await makeOperation(db);
  await fc.assert(
    fc.asyncProperty(scenario, async ({ phones, deliveries }) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA, title: 'one' });
      const accounts = [operation.coordinatorA, operation.admin] as const;
      const outbox = phones.map((steps) => steps.map((wanted) => draftOf(operation, task, wanted)));
      const first = new Map<string, string>();
      const deliver = async (phone: 0 | 1, batch: Draft[]) => {
        for (const answer of await apply(db, accounts[phone], batch)) {
          const said = `${answer.first_outcome ?? answer.outcome} ${answer.reason ?? ''} ${answer.version ?? ''}`;
          if (answer.outcome === 'duplicate') expect(said).toBe(first.get(answer.id));
          else expect(first.has(answer.id)).toBe(false);
          first.set(answer.id, said);
        }
      };
      const sent = [0, 0];
      const turn = async (phone: 0 | 1, size: number, again: boolean) => {
        const from = sent[phone] ?? 0;
        const batch = (outbox[phone] ?? []).slice(again ? 0 : from, from + size);
        await deliver(phone, batch);
        sent[phone] = Math.max(from, from + size);
      };
      for (const { phone, size, again } of deliveries) await turn(phone, size, again);
      await turn(0, 100, true);
      await turn(1, 100, true);

      const ids = outbox.flat().map((draft) => draft.id);
      const events = await db.sql`select id, outcome from public.events where id = any (${ids})`;
      expect(events).toHaveLength(ids.length);
      // What was applied or is a conflict stands in the task's history, once, but for steps that changed nothing.
      const [count] = await db.sql<{ missing: string }[]>`
        select count(*) as missing from public.events e
        where e.id = any (${ids}) and e.version is not null
          and (select count(*) from public.task_events t where t.id = e.id) <> 1`;
      expect(Number(count?.missing)).toBe(0);
      const [row] = await db.sql`
        select t.needs_review = exists (
            select from public.task_events e
            where e.task_id = t.id and e.outcome = 'conflict' and e.resolved_at is null
          ) as review,
          t.status = coalesce((
            select e.payload ->> 'status' from public.task_events e
            where e.task_id = t.id and e.kind = 'status' and e.outcome = 'applied'
            order by e.version desc limit 1
          ), 'open') as status
        from public.tasks t where t.id = ${task}`;
      expect(row).toEqual({ review: true, status: true });
    }),
    { numRuns: 60 },
  );
});

it('[W4] a batch sent in pieces ends as the batch sent whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 12, maxLength: 12 }),
      async (steps, sizes) => {
        const run = async (cuts: number[]) => {
          const operation = await makeOperation(db);
          const task = await makeTask(db, operation, { team_id: operation.teamA, title: 'one' });
          const drafts = steps.map((wanted) => draftOf(operation, task, wanted));
          const outcomes: string[] = [];
          for (let from = 0, cut = 0; from < drafts.length; cut += 1) {
            const size = cuts[cut] ?? 100;
            const answers = await apply(
              db,
              operation.coordinatorA,
              drafts.slice(from, from + size),
            );
            outcomes.push(...answers.map((answer) => `${answer.outcome} ${answer.reason ?? ''}`));
            from += size;
          }
          const [row] = await db.sql`
            select status, title, needs_review, team_id is null as free
            from public.tasks where id = ${task}`;
          return { outcomes, row };
        };
        expect(await run(sizes)).toEqual(await run([]));
      },
    ),
    { numRuns: 25 },
  );
});

it('[W4] an id is the key across entities and kinds', async () => {
  const operation = await makeOperation(db);
  const id = uuid();
  const task = await makeTask(db, operation);
  const [one, two] = await apply(db, operation.admin, [
    mutation(operation.id, 'task.comment', task, { body: 'x' }, { id }),
    mutation(operation.id, 'task.create', uuid(), { kind: 'search' }, { id }),
  ]);
  expect([one?.outcome, two?.outcome]).toEqual(['applied', 'duplicate']);
});
