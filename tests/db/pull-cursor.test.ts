import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makeTask,
  mutation,
  pull,
  send,
  uuid,
  type Operation,
  type Pulled,
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

const comment = (body = 'Need light') => mutation(operation.id, 'task.comment', task, { body });

const keys = (pulled: Pulled) => pulled.changes.map(({ table, id }) => `${table} ${id}`);

describe('[R4] the cursor', () => {
  const shape = /^1\.([0-9a-f]+)\.([0-9a-f]+)\.(\d+)$/;

  it('brings what follows it, and nothing twice', async () => {
    const first = await pull(db, operation.admin, operation.id);
    expect(first.cursor).toMatch(shape);
    expect(await pull(db, operation.admin, operation.id, first.cursor)).toMatchObject({
      changes: [],
      cursor: first.cursor,
      more: false,
      reset: false,
    });
    const answer = await send(db, operation.coordinatorA, comment());
    const next = await pull(db, operation.admin, operation.id, first.cursor);
    expect(next.changes.map((change) => change.version)).toEqual([answer.version]);
  });

  it('may be moved on to the version of a change that was applied live', async () => {
    const first = await pull(db, operation.admin, operation.id);
    const [one, two] = await apply(db, operation.coordinatorA, [comment(), comment()]);
    const moved = first.cursor.replace(/\d+$/, String(one?.version));
    const next = await pull(db, operation.admin, operation.id, moved);
    expect(next).toMatchObject({ reset: false });
    expect(next.changes.map((change) => change.version)).toEqual([two?.version]);
  });

  it('starts over when the epoch has changed, as after a restore', async () => {
    const { cursor } = await pull(db, operation.admin, operation.id);
    await db.sql`select private.renew_epochs()`;
    const answer = await pull(db, operation.admin, operation.id, cursor);
    expect(answer.reset).toBe(true);
    expect(keys(answer)).toEqual(keys(await pull(db, operation.admin, operation.id)));
    expect((await pull(db, operation.admin, operation.id, answer.cursor)).reset).toBe(false);
  });

  it.each([
    [
      'role',
      () =>
        db.sql`update public.members set role = 'observer' where user_id = ${operation.coordinatorA}`,
    ],
    [
      'team',
      () =>
        db.sql`update public.members set team_id = ${operation.teamB} where user_id = ${operation.coordinatorA}`,
    ],
  ])(
    'starts over when the caller’s %s has changed, so that what left their sight is gone',
    async (_name, change) => {
      await send(db, operation.coordinatorA, comment());
      const { cursor } = await pull(db, operation.coordinatorA, operation.id);
      await change();
      const answer = await pull(db, operation.coordinatorA, operation.id, cursor);
      expect(answer.reset).toBe(true);
      expect(keys(answer)).toEqual(keys(await pull(db, operation.coordinatorA, operation.id)));
    },
  );

  it('of another account with another sight starts over', async () => {
    const { cursor } = await pull(db, operation.admin, operation.id);
    expect((await pull(db, operation.observer, operation.id, cursor)).reset).toBe(true);
  });
});

describe('[R5] refusals', () => {
  it.each(['an outsider', 'a deactivated member', 'a banned account', 'nobody’s operation'])(
    '%s gets 42501 not_a_member',
    async (name) => {
      const account = await makeAccount(db);
      if (name !== 'an outsider') await addMember(db, operation.id, account, 'admin');
      if (name === 'a deactivated member')
        await db.sql`update public.members set active = false where user_id = ${account}`;
      if (name === 'a banned account')
        await db.sql`update auth.users set banned_until = now() + interval '1 hour' where id = ${account}`;
      const id = name === 'nobody’s operation' ? uuid() : operation.id;
      await expect(pull(db, account, id)).rejects.toMatchObject({
        code: '42501',
        message: 'not_a_member',
      });
    },
  );

  it('the anonymous gets 42501', async () => {
    await expect(
      db.as({ role: 'anon' }, (tx) => tx`select public.pull_changes(${operation.id})`),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['x', '1.2.3', '0.a.b.1', '1.zz.yy.-1', '1.a.b.1.2', "1.a.b.1'", '2.0.0.0'])(
    'a cursor %j that cannot be read counts as none',
    async (cursor) => {
      const answer = await pull(db, operation.admin, operation.id, cursor);
      expect(answer.reset).toBe(true);
      expect(keys(answer)).toEqual(keys(await pull(db, operation.admin, operation.id)));
    },
  );

  it('a cursor of the future counts as none', async () => {
    const { cursor } = await pull(db, operation.admin, operation.id);
    const ahead = cursor.replace(/\d+$/, '999999999999999');
    expect((await pull(db, operation.admin, operation.id, ahead)).reset).toBe(true);
    const beyond = cursor.replace(/\d+$/, '9'.repeat(30));
    expect((await pull(db, operation.admin, operation.id, beyond)).reset).toBe(true);
  });

  it('an empty cursor is a beginning, not a reset', async () => {
    const answer = await pull(db, operation.admin, operation.id, '');
    expect(answer.reset).toBe(false);
    expect(answer.changes.length).toBeGreaterThan(0);
  });
});
