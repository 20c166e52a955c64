import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreationReport, JoinToken, NewAccount } from '../../src/lib/domain/accounts.ts';
import { changeAccount, setAccountActive } from '../../src/lib/server/accounts/change.ts';
import { createAccount } from '../../src/lib/server/accounts/create.ts';
import { resetAccount, signOutEverywhere } from '../../src/lib/server/accounts/reset.ts';
import type { AccountServices } from '../../src/lib/server/accounts/services.ts';
import { startApi, value, type TestApi } from '../support/api.ts';

const password = 'a password of the tests';
const hourMs = 3_600_000;
const now = Date.parse('2024-12-08T12:00:00Z');

let api: TestApi;
let operation: string;
let admin: SupabaseClient;
let adminId: string;
let services: AccountServices;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const newOperation = async () =>
  value(await api.service().rpc('create_operation', { name_en: 'A', name_ar: 'ع' })) as string;

/** An account with a password that is a member, without the functions under test. */
const makeMember = async (operationId: string, role: string, address = newAddress()) => {
  const { user } = value(
    await api.service().auth.admin.createUser({ email: address, password, email_confirm: true }),
  );
  const { id } = user;
  await joinOperation(operationId, id, role);
  return { id, address, client: await signIn(address) };
};

const joinOperation = (operationId: string, userId: string, role: string) => api.db.sql`
  insert into public.members (id, operation_id, user_id, role, display_name)
  values (${crypto.randomUUID()}, ${operationId}, ${userId}, ${role}, ${role})`;

const newAddress = () => `${crypto.randomUUID()}@example.org`;

const signIn = async (email: string, secret = password) => {
  const client = api.anonymous();
  value(await client.auth.signInWithPassword({ email, password: secret }));
  return client;
};

/** What the join page does with a link. */
const join = async ({ tokenHash, type }: JoinToken, secret = password) => {
  const client = api.anonymous();
  value(await client.auth.verifyOtp({ token_hash: tokenHash, type }));
  value(await client.auth.updateUser({ password: secret }));
  return client;
};

const servicesOf = (caller: SupabaseClient, operationId = operation): AccountServices => ({
  caller,
  service: api.service(),
  operationId,
  accountDomain: 'account.invalid',
  linkLifetimeMs: 24 * hourMs,
  now: () => now,
});

const wanted = (given: Partial<NewAccount> = {}): NewAccount => ({
  login: newAddress(),
  displayName: 'Coordinator, team 1',
  role: 'coordinator',
  teamId: null,
  ...given,
});

const created = (report: CreationReport) => {
  if (report.outcome !== 'created') throw new Error(JSON.stringify(report));
  return report;
};

const operationsOf = async (client: SupabaseClient) =>
  value(await client.from('operations').select('id')).map(({ id }) => String(id));

const lastEvent = async () => {
  const [event] = await api.db.sql`
    select kind, actor, payload from public.events
    where operation_id = ${operation} order by seq desc limit 1`;
  return event;
};

beforeEach(async () => {
  operation = await newOperation();
  const made = await makeMember(operation, 'admin');
  admin = made.client;
  adminId = made.id;
  services = servicesOf(admin);
});

describe('creating an account', () => {
  it('gives a link by which a third person comes in, sets a password and sees the operation', async () => {
    const report = created(await createAccount(services, wanted({ login: 'North-1' })));
    expect(report.address).toBe('north-1@account.invalid');
    expect(report.join).toMatchObject({
      type: 'invite',
      isEmail: false,
      expiresAt: '2024-12-09T12:00:00.000Z',
    });
    await join(report.join);
    expect(await operationsOf(await signIn(report.address))).toEqual([operation]);
    expect(await lastEvent()).toMatchObject({
      kind: 'member.set',
      actor: adminId,
      payload: { user_id: report.userId, role: 'coordinator', active: true },
    });
  });

  it('gives a link that works once', async () => {
    const report = created(await createAccount(services, wanted()));
    await join(report.join);
    const { error } = await api
      .anonymous()
      .auth.verifyOtp({ token_hash: report.join.tokenHash, type: 'invite' });
    expect(error).not.toBeNull();
  });

  it('adds an account that exists, which keeps its password and is handed no link', async () => {
    const other = await makeMember(await newOperation(), 'coordinator');
    const report = await createAccount(services, wanted({ login: other.address.toUpperCase() }));
    expect(report).toEqual({ outcome: 'added', userId: other.id, address: other.address });
    expect(await operationsOf(await signIn(other.address))).toContain(operation);
  });

  it('lets in again whoever was deactivated', async () => {
    const member = await makeMember(operation, 'medic');
    await setAccountActive(services, member.id, false);
    expect(await createAccount(services, wanted({ login: member.address }))).toMatchObject({
      outcome: 'added',
    });
    expect(await operationsOf(await signIn(member.address))).toEqual([operation]);
  });

  it('gives a new link to an account whose owner never came', async () => {
    const first = created(await createAccount(services, wanted()));
    await setAccountActive(services, first.userId, false);
    const again = created(await createAccount(services, wanted({ login: first.address })));
    expect(again.userId).toBe(first.userId);
    await join(again.join);
  });

  it('refuses a member, a wrong address and a team of another operation, and leaves nothing', async () => {
    const member = await makeMember(operation, 'medic');
    expect(await createAccount(services, wanted({ login: member.address }))).toEqual({
      outcome: 'refused',
      reason: 'already_member',
    });
    expect(await createAccount(services, wanted({ login: 'no address' }))).toEqual({
      outcome: 'refused',
      reason: 'login_invalid',
    });
    const login = newAddress();
    const teamId = crypto.randomUUID();
    expect(await createAccount(services, wanted({ login, teamId }))).toEqual({
      outcome: 'refused',
      reason: 'team_unknown',
    });
    expect(await api.db.sql`select 1 from auth.users where email = ${login}`).toHaveLength(0);
  });
});

describe('an account', () => {
  it('changes role and name; the last admin stays one', async () => {
    const member = await makeMember(operation, 'medic');
    expect(
      await changeAccount(services, member.id, { role: 'observer', displayName: 'Desk' }),
    ).toEqual({ outcome: 'done', userId: member.id });
    const [row] = await api.db.sql`
      select role, display_name, active from public.members where user_id = ${member.id}`;
    expect(row).toEqual({ role: 'observer', display_name: 'Desk', active: true });
    expect(await changeAccount(services, adminId, { role: 'observer' })).toMatchObject({
      reason: 'last_admin',
    });
    expect(await setAccountActive(services, adminId, false)).toMatchObject({
      reason: 'last_admin',
    });
  });

  it('that is deactivated sees nothing from the next request on, and cannot refresh or sign in', async () => {
    const member = await makeMember(operation, 'coordinator');
    expect(await operationsOf(member.client)).toEqual([operation]);
    await setAccountActive(services, member.id, false);
    expect(await operationsOf(member.client)).toEqual([]);
    expect((await member.client.auth.refreshSession()).error).not.toBeNull();
    const attempt = await api
      .anonymous()
      .auth.signInWithPassword({ email: member.address, password });
    expect(attempt.error).toMatchObject({ code: 'user_banned' });
    expect(api.gone).toContain(member.id);

    await setAccountActive(services, member.id, true);
    expect(await operationsOf(await signIn(member.address))).toEqual([operation]);
  });

  it('that works elsewhere too loses this operation alone', async () => {
    const elsewhere = await newOperation();
    const member = await makeMember(operation, 'coordinator');
    await joinOperation(elsewhere, member.id, 'medic');
    await setAccountActive(services, member.id, false);
    expect(await operationsOf(await signIn(member.address))).toEqual([elsewhere]);
  });

  it('that is reset comes in by the new link alone, and its sessions end', async () => {
    const member = await makeMember(operation, 'coordinator');
    const reset = await resetAccount(services, member.id);
    if (!reset.ok) throw new Error(reset.error.type);
    expect(reset.value).toMatchObject({
      address: member.address,
      join: { type: 'recovery', isEmail: true },
    });
    expect(await lastEvent()).toMatchObject({ kind: 'member.reset', actor: adminId });
    expect((await member.client.auth.refreshSession()).error).not.toBeNull();
    await expect(signIn(member.address)).rejects.toThrow();
    await join(reset.value.join, 'another password');
    await signIn(member.address, 'another password');
  });

  it('that never came is reset with another invitation', async () => {
    const report = created(await createAccount(services, wanted()));
    const reset = await resetAccount(services, report.userId);
    if (!reset.ok) throw new Error(reset.error.type);
    expect(reset.value.join.type).toBe('invite');
    await join(reset.value.join);
  });

  it('that works where the admin is none is not reset: the link would lead there too', async () => {
    const elsewhere = await newOperation();
    const member = await makeMember(operation, 'coordinator');
    await joinOperation(elsewhere, member.id, 'admin');
    expect(await resetAccount(services, member.id)).toEqual({
      ok: false,
      error: { type: 'works_elsewhere' },
    });
    await signIn(member.address);
    await joinOperation(elsewhere, adminId, 'admin');
    expect(await resetAccount(services, member.id)).toMatchObject({ ok: true });
  });

  it('is signed out everywhere and keeps its password', async () => {
    const member = await makeMember(operation, 'coordinator');
    const phone = await signIn(member.address);
    expect(await signOutEverywhere(services, member.id)).toMatchObject({ outcome: 'done' });
    expect((await member.client.auth.refreshSession()).error).not.toBeNull();
    expect((await phone.auth.refreshSession()).error).not.toBeNull();
    expect(await lastEvent()).toMatchObject({ kind: 'member.sign_out', actor: adminId });
    await signIn(member.address);
  });
});

describe.each(['coordinator', 'medic', 'observer', 'deactivated admin', 'admin of another'])(
  'a caller who is %s',
  (who) => {
    let caller: AccountServices;
    let target: { id: string; address: string; client: SupabaseClient };

    beforeEach(async () => {
      const role = who.includes('admin') ? 'admin' : who;
      const home = who === 'admin of another' ? await newOperation() : operation;
      const member = await makeMember(home, role);
      if (who === 'deactivated admin') {
        await api.db.sql`update public.members set active = false where user_id = ${member.id}`;
      }
      caller = servicesOf(member.client);
      target = await makeMember(operation, 'medic');
    });

    it('is refused everything, and nothing happens', async () => {
      const login = newAddress();
      expect(await createAccount(caller, wanted({ login }))).toEqual({
        outcome: 'refused',
        reason: 'not_admin',
      });
      expect(await api.db.sql`select 1 from auth.users where email = ${login}`).toHaveLength(0);
      const answers = [
        await changeAccount(caller, target.id, { role: 'admin' }),
        await setAccountActive(caller, target.id, false),
        await signOutEverywhere(caller, target.id),
      ];
      expect(answers.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
      expect(await resetAccount(caller, target.id)).toMatchObject({ ok: false });
      expect(await operationsOf(target.client)).toEqual([operation]);
      expect((await target.client.auth.refreshSession()).error).toBeNull();
      await signIn(target.address);
    });
  },
);

it('find_account and end_sessions are for the secret key alone', async () => {
  for (const client of [admin, api.anonymous()]) {
    expect((await client.rpc('find_account', { address: 'a@b.c' })).error).not.toBeNull();
    expect((await client.rpc('end_sessions', { account: adminId })).error).not.toBeNull();
  }
});
