import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
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
    const before = await clock();
    const bad = mutation(operation.id, 'task.update', task, {
      set: { title: 'break' },
      base: { title: null },
    });
    const batch = [comment('before'), bad, comment('after')];
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
