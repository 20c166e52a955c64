import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import { addMember, makeAccount, makeOperation, pull, type Operation } from './fixture.ts';

type Answer = {
  outcome: string;
  reason: string | null;
  field?: string;
  version?: number;
  member?: Record<string, unknown>;
};
type Wanted = {
  account: string;
  role?: string | null;
  team?: string | null;
  active?: boolean | null;
  name?: string | null;
};

let db: TestDatabase;
let operation: Operation;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
});

async function setMember(
  { account, role = 'coordinator', team = null, active = true, name = 'Coordinator' }: Wanted,
  by = operation.admin,
): Promise<Answer> {
  const [row] = await db.as(
    user(by),
    (tx) => tx<{ answer: Answer }[]>`
      select public.set_member(${operation.id}, ${account}, ${role}, ${team}, ${active}, ${name}) as answer`,
  );
  return row?.answer ?? { outcome: 'none', reason: null };
}
const notAllowed = { code: '42501', message: 'not_allowed' };

describe('set_member', () => {
  it('adds an account, with its profile, and tells the log who did it but not the name', async () => {
    const account = await makeAccount(db);
    const answer = await setMember({ account, team: operation.teamA, name: 'منسق الفريق' });
    expect(answer).toMatchObject({
      outcome: 'applied',
      reason: null,
      member: {
        user_id: account,
        role: 'coordinator',
        team_id: operation.teamA,
        active: true,
        display_name: 'منسق الفريق',
        version: answer.version,
      },
    });
    expect((await pull(db, account, operation.id)).changes.length).toBeGreaterThan(0);
    const [profile] =
      await db.sql`select display_name from public.profiles where user_id = ${account}`;
    expect(profile).toEqual({ display_name: 'منسق الفريق' });
    const [event] = await db.sql`
      select actor, kind, entity, version::int, outcome, payload from public.events
      where operation_id = ${operation.id} order by seq desc limit 1`;
    expect(event).toEqual({
      actor: operation.admin,
      kind: 'member.set',
      entity: 'members',
      version: answer.version,
      outcome: 'applied',
      payload: {
        user_id: account,
        role: 'coordinator',
        team_id: operation.teamA,
        active: true,
        renamed: true,
      },
    });
  });

  it('changes role, team and activity, and keeps the id', async () => {
    const account = await makeAccount(db);
    const first = await setMember({ account });
    const second = await setMember({
      account,
      role: 'medic',
      team: operation.teamB,
      active: false,
    });
    expect(second.member).toMatchObject({
      id: first.member?.id,
      role: 'medic',
      team_id: operation.teamB,
      active: false,
    });
    await expect(pull(db, account, operation.id)).rejects.toMatchObject({ code: '42501' });
  });

  it('brings back a membership that was taken away', async () => {
    const account = await makeAccount(db);
    await setMember({ account });
    await db.sql`update public.members set deleted_at = now() where user_id = ${account}`;
    const answer = await setMember({ account });
    expect(answer.member?.deleted_at).toBeNull();
  });

  it('leaves the account’s other operations alone', async () => {
    const elsewhere = await makeOperation(db);
    const account = elsewhere.coordinatorA;
    await db.sql`insert into public.profiles values (${account}, 'First name')`;
    await setMember({ account, name: 'Another name' });
    const rows = await db.sql`
      select display_name from public.members where user_id = ${account} and operation_id = ${elsewhere.id}
      union all select display_name from public.profiles where user_id = ${account}`;
    expect(rows.map((row) => row.display_name as string)).toEqual(['coordinator', 'First name']);
  });

  it.each([
    ['member_user', { account: '00000000-0000-4000-8000-000000000000' }],
    ['role', { role: 'owner' }],
    ['role', { role: null }],
    ['team', { team: '00000000-0000-4000-8000-000000000000' }],
    ['active', { active: null }],
    ['display_name', { name: ' ' }],
    ['display_name', { name: null }],
    ['display_name', { name: 'x'.repeat(201) }],
  ])('names the argument %s when it is at fault', async (field, wrong) => {
    const account = await makeAccount(db);
    expect(await setMember({ account, ...wrong })).toEqual({
      outcome: 'rejected',
      reason: 'invalid_payload',
      field,
    });
  });

  it('refuses a team of another operation', async () => {
    const elsewhere = await makeOperation(db);
    const answer = await setMember({ account: await makeAccount(db), team: elsewhere.teamA });
    expect(answer).toMatchObject({ reason: 'invalid_payload', field: 'team' });
  });

  it.each([{ role: 'observer' }, { active: false }])(
    'never takes the last active admin: %j',
    async (change) => {
      const wanted = { account: operation.admin, role: 'admin', ...change };
      expect(await setMember(wanted)).toEqual({ outcome: 'rejected', reason: 'last_admin' });
      const second = await makeAccount(db);
      await setMember({ account: second, role: 'admin' });
      expect((await setMember(wanted, second)).outcome).toBe('applied');
    },
  );

  it('of two admins who demote each other at once leaves one', async () => {
    const second = await makeAccount(db);
    await setMember({ account: second, role: 'admin' });
    const outcomes = await Promise.allSettled([
      setMember({ account: second, role: 'observer' }, operation.admin),
      setMember({ account: operation.admin, role: 'observer' }, second),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const admins = await db.sql`
      select from public.members where operation_id = ${operation.id} and role = 'admin' and active`;
    expect(admins).toHaveLength(1);
  });

  it('is for active admins of the operation alone', async () => {
    const account = await makeAccount(db);
    const elsewhere = await makeOperation(db);
    const gone = await makeAccount(db);
    await addMember(db, operation.id, gone, 'admin');
    await db.sql`update public.members set active = false where user_id = ${gone}`;
    const others = [
      operation.coordinatorA,
      operation.medicB,
      operation.observer,
      elsewhere.admin,
      gone,
      account,
    ];
    for (const by of others) {
      await expect(setMember({ account: by, role: 'admin' }, by)).rejects.toMatchObject(notAllowed);
    }
  });
});
