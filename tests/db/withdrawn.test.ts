import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MutationResult } from '../../src/lib/domain/mutation-answers.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeTask,
  mutation,
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

const comment = (body: string, ...replaced: Draft[]): Draft =>
  mutation(operation.id, 'task.comment', task, { body }, inPlaceOf(replaced));
const inPlaceOf = (replaced: Draft[]): Partial<Draft> =>
  replaced.length > 0 ? { replaces: replaced.map(({ id }) => id) } : {};
const discard = (record: Draft, reason = 'Recorded twice', ...replaced: Draft[]): Draft =>
  mutation(
    operation.id,
    'record.discard',
    record.id,
    { record_id: record.id, kind: record.kind, entity_id: task, reason, state: 'waiting' },
    inPlaceOf(replaced),
  );
const mine = (draft: Draft) => send(db, operation.coordinatorA, draft);
const bring = async (draft: Draft, author = operation.coordinatorA): Promise<MutationResult> => {
  const [row] = await db.as(
    { role: 'service_role' },
    (tx) => tx<{ answers: [MutationResult] }[]>`
      select public.apply_letters(${tx.json([{ author, mutation: draft }])}) as answers`,
  );
  if (!row) throw new Error('no answer');
  return row.answers[0];
};
const comments = async () => {
  const rows = await db.sql<{ body: string }[]>`
    select payload ->> 'body' as body from public.task_events
    where task_id = ${task} and kind = 'comment' order by received_at, body`;
  return rows.map(({ body }) => body);
};
const withdrawn = { outcome: 'rejected', reason: 'withdrawn', version: null };
const alreadyApplied = { outcome: 'rejected', reason: 'already_applied', version: null };
const goneThrough = { outcome: 'applied', reason: null };

describe('[W13] a record that its author corrected or discarded before it came', () => {
  it('is recorded as withdrawn when it comes after all, and changes nothing', async () => {
    const old = comment('two');
    expect(await mine(comment('three', old))).toMatchObject(goneThrough);
    expect(await mine(old)).toMatchObject(withdrawn);
    expect(await mine(old)).toMatchObject({
      outcome: 'duplicate',
      first_outcome: 'rejected',
      reason: 'withdrawn',
    });
    expect(await comments()).toEqual(['three']);
    const [event] = await db.sql`select outcome, payload from public.events where id = ${old.id}`;
    expect(event).toEqual({ outcome: 'rejected', payload: { body: 'two' } });
  });

  it('[T3] comes as a letter in a colleague’s phone: withdrawn all the same', async () => {
    const [corrected, discarded] = [comment('two'), comment('four')];
    await mine(comment('three', corrected));
    await mine(discard(discarded));
    expect(await bring(corrected)).toMatchObject({ ...withdrawn, recorded: true });
    expect(await bring(discarded)).toMatchObject(withdrawn);
    expect(await comments()).toEqual(['three']);
  });

  it('[T3] the correction itself may be the letter', async () => {
    const old = comment('two');
    expect(await bring(comment('three', old))).toMatchObject(goneThrough);
    expect(await mine(old)).toMatchObject(withdrawn);
  });

  it('[T4] or be brought when its author is no member, and the old one when they are again', async () => {
    const old = comment('two');
    const active = (is: boolean) =>
      db.sql`update public.members set active = ${is} where user_id = ${operation.coordinatorA}`;
    await active(false);
    expect(await bring(comment('three', old))).toMatchObject({ reason: 'not_a_member' });
    await active(true);
    expect(await mine(old)).toMatchObject(withdrawn);
  });

  it('[W1] comes in the same batch, before or after', async () => {
    const [early, late, gone] = [comment('a'), comment('b'), comment('c')];
    const batch = [comment('B', late), late, discard(gone), gone, early, comment('A', early)];
    expect(await apply(db, operation.coordinatorA, batch)).toMatchObject([
      goneThrough,
      withdrawn,
      goneThrough,
      withdrawn,
      goneThrough,
      alreadyApplied,
    ]);
    expect((await comments()).toSorted()).toEqual(['B', 'a']);
  });

  it('was given up by all that came in its place: none of the steps between has to arrive', async () => {
    const first = comment('1');
    const second = comment('2', first);
    expect(await mine(comment('3', first, second))).toMatchObject(goneThrough);
    expect(await mine(second)).toMatchObject(withdrawn);
    expect(await mine(first)).toMatchObject(withdrawn);
    const other = comment('4');
    const corrected = comment('5', other);
    await mine(discard(corrected, 'no longer true', other, corrected));
    expect(await mine(other)).toMatchObject(withdrawn);
    expect(await comments()).toEqual(['3']);
  });

  it('was given up even when what came in its place was refused', async () => {
    const [old, other] = [comment('two'), comment('three')];
    expect(await mine(comment('', old))).toMatchObject({ reason: 'invalid_payload' });
    expect(await mine(discard(other, ' '))).toMatchObject({ reason: 'reason_required' });
    expect(await mine(old)).toMatchObject(withdrawn);
    expect(await mine(other)).toMatchObject(withdrawn);
  });

  it('binds its author alone: nobody withdraws another’s record', async () => {
    const theirs = comment('two');
    await send(db, operation.medicB, comment('mine', theirs));
    await send(db, operation.coordinatorB, discard(theirs));
    expect(await mine(theirs)).toMatchObject(goneThrough);
    const own = comment('three');
    await send(db, operation.medicB, comment('again', own));
    await mine(comment('four', own));
    expect(await mine(own)).toMatchObject(withdrawn);
  });

  it('[W8] is not given up by what was not recorded', async () => {
    await db.sql`create function public.fail() returns trigger language plpgsql as
      $$ begin if new.payload::text like '%break%' then raise exception 'broken'; end if; return new; end $$`;
    await db.sql`create trigger fail before insert on public.events
      for each row execute function public.fail()`;
    const old = comment('two');
    const correction = comment('break', old);
    expect(await mine(correction)).toMatchObject({ reason: 'server_error' });
    await db.sql`drop trigger fail on public.events`;
    await db.sql`drop function public.fail()`;
    expect(await mine(old)).toMatchObject(goneThrough);
    expect(await mine(correction)).toMatchObject(alreadyApplied);
  });
});

describe('[W14] a correction of what is in the log', () => {
  it('as applied is refused and changes nothing: it would stand twice', async () => {
    const old = comment('two');
    await mine(old);
    const correction = comment('three', old);
    expect(await mine(correction)).toMatchObject(alreadyApplied);
    expect(await mine(comment('four', old, correction))).toMatchObject(alreadyApplied);
    expect(await comments()).toEqual(['two']);
  });

  it('as refused or in conflict goes through', async () => {
    const refused = comment('');
    await mine(refused);
    expect(await mine(comment('three', refused))).toMatchObject(goneThrough);
    const status = (from: 'open' | 'en_route', more: Partial<Draft> = {}) =>
      mutation(operation.id, 'task.status', task, { status: 'in_progress', from }, more);
    const clash = status('en_route');
    expect(await mine(clash)).toMatchObject({ outcome: 'conflict' });
    expect(await mine(status('open', { replaces: [clash.id] }))).toMatchObject(goneThrough);
  });

  it('as another account’s is hindered by nothing', async () => {
    const theirs = comment('two');
    await send(db, operation.coordinatorB, theirs);
    expect(await mine(comment('three', theirs))).toMatchObject(goneThrough);
  });

  it('[K8] a discarding is none: it stands in the log beside what was applied', async () => {
    const old = comment('two');
    await mine(old);
    expect(await mine(discard(old))).toMatchObject(goneThrough);
    expect(await comments()).toEqual(['two']);
  });
});

it('[W2] `replaces` that is no list of at most 100 ids is malformed; none at all is none', async () => {
  const broken: unknown[] = ['x', uuid(), [7], ['x'], {}, Array.from({ length: 101 }, uuid)];
  for (const replaces of broken)
    expect(await mine({ ...comment('x'), replaces } as never)).toMatchObject({
      reason: 'malformed',
    });
  for (const replaces of [null, []])
    expect(await mine({ ...comment('x'), replaces } as never)).toMatchObject(goneThrough);
});

it('the list of withdrawn ids is the door’s own: no role of the API reads it', async () => {
  const callers = [{ role: 'anon' }, user(operation.admin), { role: 'service_role' }] as const;
  for (const caller of callers)
    await expect(db.as(caller, (tx) => tx`select * from private.withdrawn`)).rejects.toMatchObject({
      code: '42501',
    });
});
