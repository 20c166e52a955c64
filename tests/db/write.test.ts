import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
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
const call = (batch: unknown) =>
  db.as(
    user(operation.coordinatorA),
    (tx) => tx`
    select public.apply_mutations(${tx.json(batch as never)}) as answers`,
  );

describe('a batch', () => {
  it('[W1] is answered entry by entry, in order', async () => {
    const batch = Array.from({ length: 100 }, (_, place) => comment(`Step ${place}`));
    const answers = await apply(db, operation.coordinatorA, batch);
    expect(answers.map((answer) => answer.id)).toEqual(batch.map((entry) => entry.id));
    expect(new Set(answers.map((answer) => answer.outcome))).toEqual(new Set(['applied']));
    expect(Object.keys(answers[0] ?? {}).toSorted()).toEqual([
      'id',
      'outcome',
      'reason',
      'version',
    ]);
  });

  it('[W1] may be empty', async () => {
    expect(await apply(db, operation.coordinatorA, [])).toEqual([]);
  });

  it.each([
    ['an object', {}],
    ['a text', 'task.create'],
    ['a text that is no JSON', '{'],
    ['null', null],
    ['101 entries', Array.from({ length: 101 }, () => ({}))],
  ])('[W2] that is %s fails as a whole with 22023 and changes nothing', async (_name, batch) => {
    const before = await clock();
    await expect(call(batch)).rejects.toMatchObject({ code: '22023' });
    expect(await clock()).toEqual(before);
  });

  it('[W2] may come as a text of JSON, as some APIs hand it over', async () => {
    const draft = comment();
    const [row] = await db.as(
      user(operation.coordinatorA),
      (tx) => tx<{ answers: unknown }[]>`
      select public.apply_mutations(to_jsonb(${JSON.stringify([draft])}::text)) as answers`,
    );
    expect(row?.answers).toMatchObject([{ id: draft.id, outcome: 'applied' }]);
  });

  it('is refused for the anonymous and for a caller without an account', async () => {
    await expect(
      db.as({ role: 'anon' }, (tx) => tx`select public.apply_mutations('[]')`),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(
      db.as({ role: 'authenticated' } as never, (tx) => tx`select public.apply_mutations('[]')`),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('[W2] an entry that cannot be recorded', () => {
  const broken: [string, (good: Draft) => unknown, string][] = [
    ['that is no object', () => 7, 'malformed'],
    ['that is null', () => null, 'malformed'],
    ['without an id', ({ id: _, ...rest }) => rest, 'malformed'],
    ['whose id is no UUID', (good) => ({ ...good, id: 'one' }), 'malformed'],
    ['whose operation is no UUID', (good) => ({ ...good, operation_id: 3 }), 'malformed'],
    ['whose entity is no UUID', (good) => ({ ...good, entity_id: null }), 'malformed'],
    ['whose kind is no text', (good) => ({ ...good, kind: ['task.create'] }), 'malformed'],
    [
      'with more than 64 kB of payload',
      (good) => ({ ...good, payload: { body: 'x'.repeat(70_000) } }),
      'malformed',
    ],
    ['of an unknown kind', (good) => ({ ...good, kind: 'task.delete' }), 'unknown_kind'],
  ];
  it.each(broken)('%s is answered alone, and the rest goes on', async (_name, broke, reason) => {
    const before = await clock();
    const after = comment();
    const answers = await apply(db, operation.coordinatorA, [broke(comment()) as Draft, after]);
    expect(answers).toMatchObject([
      { outcome: 'rejected', reason, version: null },
      { id: after.id, outcome: 'applied' },
    ]);
    expect(await clock()).toEqual({
      version: before.version + 1,
      seq: before.seq + 1,
      events: before.events + 1,
    });
  });
});

describe('[W3] one bad mutation fails alone', () => {
  it('among good ones', async () => {
    const answers = await apply(db, operation.coordinatorA, [
      comment(),
      mutation(operation.id, 'task.status', uuid(), { status: 'done' }),
      mutation(operation.id, 'task.comment', task, { body: '' }),
      mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' }),
    ]);
    expect(answers.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['applied', null],
      ['rejected', 'not_found'],
      ['rejected', 'invalid_payload'],
      ['applied', null],
    ]);
    expect((await rowOf(db, 'tasks', task))?.status).toBe('en_route');
  });

  it('[W8] and an unexpected failure too: undone, not recorded, open to another try', async () => {
    await db.sql`
      create function public.break_things() returns trigger language plpgsql as
      $$ begin if new.title = 'break' then raise division_by_zero; end if; return new; end $$`;
    await db.sql`create trigger break_things before update on public.tasks
      for each row execute function public.break_things()`;
    const bad = mutation(operation.id, 'task.update', task, {
      set: { title: 'break' },
      base: { title: null },
    });
    // On another row: what follows about the same one waits with it [W12].
    const other = await makeTask(db, operation, { team_id: operation.teamA });
    const before = await clock();
    const batch = [comment('before'), bad, comment('after', { entity_id: other })];
    try {
      const answers = await apply(db, operation.coordinatorA, batch);
      expect(answers.map(({ outcome, reason, version }) => [outcome, reason, version])).toEqual([
        ['applied', null, before.version + 1],
        ['rejected', 'server_error', null],
        ['applied', null, before.version + 2],
      ]);
      expect(await eventOf(bad.id)).toBeUndefined();
      expect(await clock()).toEqual({
        version: before.version + 2,
        seq: before.seq + 2,
        events: before.events + 2,
      });
    } finally {
      await db.sql`drop trigger break_things on public.tasks`;
      await db.sql`drop function public.break_things()`;
    }
    expect(await send(db, operation.coordinatorA, bad)).toMatchObject({ outcome: 'applied' });
  });
});

describe('[W9] a closed operation', () => {
  it('refuses everything but operation.update by an admin, which opens it again', async () => {
    const set = (status: 'active' | 'closed') =>
      mutation(
        operation.id,
        'operation.update',
        operation.id,
        { set: { status } },
        {
          base_version: null,
          payload: { set: { status }, base: { status: status === 'active' ? 'closed' : 'active' } },
        },
      );
    const answers = await apply(db, operation.admin, [
      set('closed'),
      comment(),
      mutation(operation.id, 'site.update', operation.site, { set: {} }),
      set('active'),
      comment(),
    ]);
    expect(answers.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'applied',
      'operation_closed',
      'operation_closed',
      'applied',
      'applied',
    ]);
    await send(db, operation.admin, set('closed'));
    expect(await send(db, operation.coordinatorA, set('active'))).toMatchObject({
      reason: 'operation_closed',
    });
  });
});

describe('[P5] an observer', () => {
  it('writes nothing, whatever the kind', async () => {
    const answers = await apply(db, operation.observer, [
      comment(),
      mutation(operation.id, 'task.create', uuid(), { kind: 'search' }),
      mutation(operation.id, 'area.search', operation.area, {
        search_id: uuid(),
        method: 'dog',
        result: 'nothing_found',
      }),
      mutation(operation.id, 'operation.update', operation.id, { set: {} }),
    ]);
    expect(new Set(answers.map((answer) => answer.reason))).toEqual(new Set(['not_allowed']));
  });
});

describe('[W11] device_at', () => {
  it.each([
    ['a time with a zone', '2024-12-08T13:00:00.5+02:00', '2024-12-08T11:00:00.5+00:00'],
    ['nothing', undefined, null],
    ['no time', 'yesterday', null],
    ['a number', 1733655600, null],
    ['a day that does not exist', '2024-13-45T11:00:00Z', null],
    ['a time without a zone', '2024-12-08T11:00:00', null],
    ['infinity', 'infinity', null],
    ['a year far off', '9999-01-01T00:00:00Z', null],
  ])('is kept or left out, and never costs the work: %s', async (_name, device_at, kept) => {
    const draft = { ...comment(), device_at } as Draft;
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({ outcome: 'applied' });
    expect((await eventOf(draft.id))?.device_at).toBe(kept);
  });
});
