import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import { makeOperation, pull, uuid, type Operation } from './fixture.ts';

let db: TestDatabase;
let operation: Operation;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
});

const notAllowed = { code: '42501', message: 'not_allowed' };

describe('list_accounts', () => {
  const list = async (by: string) =>
    db.as(
      user(by),
      (tx) => tx<Record<string, unknown>[]>`
      select * from public.list_accounts(${operation.id})`,
    );

  it('gives an admin every account with its address and when it was last seen', async () => {
    await pull(db, operation.observer, operation.id);
    await db.sql`update auth.users set banned_until = now() + interval '1 day' where id = ${operation.medicB}`;
    const accounts = await list(operation.admin);
    expect(accounts).toHaveLength(5);
    const of = (id: string) => accounts.find((account) => account.user_id === id);
    expect(of(operation.observer)).toMatchObject({
      role: 'observer',
      active: true,
      email: expect.stringContaining('observer') as string,
      seen_at: expect.any(Date) as Date,
    });
    expect(of(operation.coordinatorA)).toMatchObject({ team_id: operation.teamA, seen_at: null });
    expect(of(operation.medicB)).toMatchObject({ active: false });
  });

  it('is for admins of the operation alone', async () => {
    const elsewhere = await makeOperation(db);
    for (const by of [
      operation.coordinatorA,
      operation.medicB,
      operation.observer,
      elsewhere.admin,
    ]) {
      await expect(list(by)).rejects.toMatchObject(notAllowed);
    }
  });
});

describe('create_operation', () => {
  const create = (settings: unknown) =>
    db.as(
      { role: 'service_role' },
      (tx) => tx<{ id: string }[]>`
      select public.create_operation('Operation', null, ${tx.json(settings as never)}) as id`,
    );

  it('makes a clock and the first event of the log', async () => {
    const [made] = await create({ time_zone: 'Asia/Damascus' });
    const [row] = await db.sql`
      select o.name_ar, o.settings, o.version::int as row_version, c.version::int, c.seq::int,
        e.kind, e.version::int as event_version, c.head_hash = e.hash as chained
      from public.operations o
      join public.operation_clocks c on c.operation_id = o.id
      join public.events e on e.operation_id = o.id
      where o.id = ${made?.id ?? ''}`;
    expect(row).toEqual({
      name_ar: 'Operation',
      settings: { time_zone: 'Asia/Damascus' },
      row_version: 1,
      version: 1,
      seq: 1,
      kind: 'operation.create',
      event_version: 1,
      chained: true,
    });
  });

  it('takes settings as a text of JSON too, as some APIs hand them over', async () => {
    const [made] = await create('{"lock_after_hours": 24}');
    const [row] = await db.sql`select settings from public.operations where id = ${made?.id ?? ''}`;
    expect(row?.settings).toEqual({ lock_after_hours: 24 });
  });

  it('refuses settings that are not as they should be', async () => {
    await expect(create({ colour: 'red' })).rejects.toMatchObject({ code: '22023' });
    await expect(create(7)).rejects.toMatchObject({ code: '22023' });
  });
});

describe('the log for those it concerns', () => {
  const kindsOf = async (account: string, role?: Role) => {
    const rows = await db.as(
      user(account),
      (tx) => tx<{ actor: string }[]>`
      select actor from public.events where operation_id = ${operation.id}`,
    );
    return { role, actors: new Set(rows.map((row) => row.actor)), count: rows.length };
  };

  it('is all for admins, one’s own for coordinators and medics, nothing for observers', async () => {
    const draft = {
      id: uuid(),
      operation_id: operation.id,
      kind: 'team.status',
      entity_id: operation.teamA,
      base_version: null,
      payload: { status: 'on_site' },
      device_at: null,
    };
    for (const account of [operation.coordinatorA, operation.observer]) {
      await db.as(
        user(account),
        (tx) => tx`
        select public.apply_mutations(${tx.json([{ ...draft, id: uuid() }])})`,
      );
    }
    expect((await kindsOf(operation.admin)).count).toBeGreaterThan(5);
    expect(await kindsOf(operation.coordinatorA)).toMatchObject({
      actors: new Set([operation.coordinatorA]),
      count: 1,
    });
    expect((await kindsOf(operation.medicB)).count).toBe(0);
    expect((await kindsOf(operation.observer)).count).toBe(0);
  });
});
