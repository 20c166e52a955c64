import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  makeAccount,
  makeOperation,
  makeTask,
  pull,
  rowOf,
  uuid,
  type Operation,
} from './fixture.ts';

type Message = {
  topic: string;
  event: string;
  private: boolean;
  payload: {
    version: number;
    epoch?: string;
    partial?: boolean;
    changes?: { table: string; id: string }[];
  };
};

let db: TestDatabase;
let operation: Operation;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  await makeTask(db, operation, { team_id: operation.teamA });
  await db.sql`delete from realtime.messages`;
});

const messages = () => db.sql<Message[]>`
  select topic, event, private, payload - 'id' as payload from realtime.messages
  order by (payload ->> 'version')::int, event`;
const all = () => `operation:${operation.id}`;

describe('[B6] writes past the door', () => {
  const outside = <T>(work: Parameters<typeof db.as<T>>[1]) =>
    db.as({ role: 'service_role' }, work);

  it.each([
    ['role', { role: 'medic' }],
    ['activity', { active: false }],
    ['name', { display_name: 'X' }],
  ])('a member’s %s is announced as a version that nobody may skip', async (_name, change) => {
    const { cursor } = await pull(db, operation.admin, operation.id);
    await outside(
      (tx) => tx`
      update public.members set ${tx(change)} where user_id = ${operation.coordinatorA}`,
    );
    const { changes } = await pull(db, operation.admin, operation.id, cursor);
    expect(changes).toMatchObject([
      { table: 'members', row: { user_id: operation.coordinatorA, ...change } },
    ]);
    const version = changes[0]?.version;
    expect(await messages()).toMatchObject([
      { topic: all(), payload: { version, epoch: '', partial: true, changes: [] } },
      { topic: `${all()}:restricted`, payload: { version } },
    ]);
  });

  it('by set_member too', async () => {
    await db.sql`delete from realtime.messages`;
    await db.as(
      user(operation.admin),
      (tx) => tx`
      select public.set_member(${operation.id}, ${operation.medicB}, 'medic', null, true, 'Medic')`,
    );
    expect(await messages()).toMatchObject([
      { topic: all(), payload: { epoch: '', partial: true, changes: [] } },
      { topic: `${all()}:restricted` },
    ]);
  });

  it('reach everyone: rows of a statement share versions, at most 100 each, and are logged', async () => {
    const { cursor } = await pull(db, operation.observer, operation.id);
    await outside(
      (tx) => tx`
      insert into public.sites (id, operation_id, code, name_en, name_ar, kind)
      select gen_random_uuid(), ${operation.id}, 'X' || n, 'Site', 'موقع', 'shelter'
      from generate_series(1, 250) n`,
    );
    const { changes } = await pull(db, operation.observer, operation.id, cursor, 1000);
    expect(changes).toHaveLength(250);
    const versions = [...new Set(changes.map((change) => change.version))];
    expect(versions).toHaveLength(3);
    const heard = await messages();
    expect(heard.map((message) => message.payload.version)).toEqual(versions);
    expect(heard.map((message) => message.payload.changes?.length)).toEqual([100, 100, 50]);
    const events = await db.sql`
      select kind, entity, actor, version::int, payload from public.events
      where operation_id = ${operation.id} and version = any (${versions}) order by seq`;
    expect(events.map((event) => event.version as number)).toEqual(versions);
    expect(events[0]).toMatchObject({
      kind: 'row.insert',
      entity: 'sites',
      actor: null,
      payload: { rows: 100 },
    });
  });

  it('of one statement never share a version with another', async () => {
    await outside(async (tx) => {
      await tx`update public.sites set access_notes = 'a' where id = ${operation.site}`;
      await tx`update public.sites set access_notes = 'b' where id = ${operation.site}`;
      await tx`update public.teams set status = 'resting' where operation_id = ${operation.id}`;
    });
    const versions = (await messages()).map((message) => message.payload.version);
    expect(versions).toHaveLength(3);
    expect(new Set(versions).size).toBe(3);
  });

  it('keep what they must not touch', async () => {
    const elsewhere = await makeOperation(db);
    await expect(
      outside(
        (tx) =>
          tx`update public.sites set operation_id = ${elsewhere.id} where id = ${operation.site}`,
      ),
    ).rejects.toMatchObject({ code: '55000' });
    await expect(
      outside((tx) => tx`update public.sites set id = ${uuid()} where id = ${operation.site}`),
    ).rejects.toMatchObject({ code: '55000' });
    const before = await rowOf(db, 'sites', operation.site);
    await outside(
      (tx) => tx`
      update public.sites set version = 1, created_at = 'epoch', updated_at = 'epoch'
      where id = ${operation.site}`,
    );
    const after = await rowOf(db, 'sites', operation.site);
    expect(after?.created_at).toBe(before?.created_at);
    expect(Number(after?.version)).toBeGreaterThan(Number(before?.version));
    expect(after?.updated_at).not.toContain('1970');
  });

  it('never remove a row: it would stay on every phone', async () => {
    for (const connection of [db.sql, db.owner]) {
      await expect(
        connection`delete from public.sites where id = ${operation.site}`,
      ).rejects.toMatchObject({ code: '55000' });
    }
  });

  it('give a task its code', async () => {
    const id = uuid();
    await outside(
      (tx) => tx`
      insert into public.tasks (id, operation_id, kind) values (${id}, ${operation.id}, 'search')`,
    );
    expect((await rowOf(db, 'tasks', id))?.code).toMatch(/^T-[0-9A-F]{4,}$/);
  });
});

describe('a change of access', () => {
  it.each([
    [
      'role',
      (id: string) => db.sql`update public.members set role = 'observer' where user_id = ${id}`,
    ],
    [
      'activity',
      (id: string) => db.sql`update public.members set active = false where user_id = ${id}`,
    ],
    [
      'team',
      (id: string) => db.sql`update public.members set team_id = null where user_id = ${id}`,
    ],
    [
      'ban',
      (id: string) =>
        db.sql`update auth.users set banned_until = now() + interval '1 day' where id = ${id}`,
    ],
    ['account, which is deleted', (id: string) => db.sql`delete from auth.users where id = ${id}`],
  ])('of %s is told on daylight_access at once', async (_name, change) => {
    const account = await makeAccount(db);
    await addMember(db, operation.id, account, 'coordinator', operation.teamA);
    const heard: string[] = [];
    const listening = await db.sql.listen('daylight_access', (id) => void heard.push(id));
    await change(account);
    // A message of our own comes after those of the change: then all have arrived.
    await new Promise<void>((done) => {
      void db.sql
        .listen('daylight_access_end', () => done())
        .then(() => db.sql.notify('daylight_access_end', ''));
    });
    expect(heard).toContain(account);
    await listening.unlisten();
  });

  it('of an account that is deleted ends its membership with a tombstone', async () => {
    const account = await makeAccount(db);
    await addMember(db, operation.id, account, 'coordinator', operation.teamA);
    const { cursor } = await pull(db, operation.admin, operation.id);
    await db.sql`delete from auth.users where id = ${account}`;
    const { changes } = await pull(db, operation.admin, operation.id, cursor);
    expect(changes).toMatchObject([{ table: 'members', op: 'delete', row: null }]);
  });
});
