import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, value, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let email: string;
let id: string;
const password = 'correct horse battery';
beforeEach(async () => {
  email = `${crypto.randomUUID()}@example.org`;
  const made = await api.service().auth.admin.createUser({ email, password, email_confirm: true });
  id = value(made).user.id;
});

const signIn = async (client = api.anonymous()) => {
  const { session } = value(await client.auth.signInWithPassword({ email, password }));
  return { client, session };
};

describe('signing in', () => {
  it('gives a session to whoever has the password', async () => {
    const { client, session } = await signIn();
    expect(session.user.id).toBe(id);
    expect(value(await client.auth.getUser()).user.email).toBe(email);
  });

  it('refuses a wrong password', async () => {
    const { error } = await api.anonymous().auth.signInWithPassword({ email, password: 'wrong' });
    expect(error).toMatchObject({ status: 400, code: 'invalid_credentials' });
  });

  it('refuses more attempts after thirty failures, for this account alone', async () => {
    const client = api.anonymous();
    for (let i = 0; i < 30; i++) await client.auth.signInWithPassword({ email, password: `${i}` });
    const { error } = await client.auth.signInWithPassword({ email, password });
    expect(error).toMatchObject({ status: 429, code: 'over_request_rate_limit' });
    const other = await client.auth.signInWithPassword({ email: 'b@example.org', password });
    expect(other.error).toMatchObject({ code: 'invalid_credentials' });
  });

  it('has no public sign-up, by no path', async () => {
    const client = api.anonymous();
    const stranger = { email: `${crypto.randomUUID()}@example.org`, password };
    expect((await client.auth.signUp(stranger)).error).toMatchObject({ code: 'signup_disabled' });
    expect((await client.auth.signInWithOtp(stranger)).error).toMatchObject({
      code: 'otp_disabled',
    });
    expect((await client.auth.signInAnonymously()).error).not.toBeNull();
    const body = JSON.stringify(stranger);
    const headers = { apikey: api.secrets.publishableKey };
    await api.request('/auth/v1/magiclink', { method: 'POST', body, headers });
    const rows = await api.db.sql`select 1 from auth.users where email = ${stranger.email}`;
    expect(rows).toHaveLength(0);
  });

  it('leaves a link alone when a stranger asks for a new one', async () => {
    const link = value(await api.service().auth.admin.generateLink({ type: 'recovery', email }));
    const { error } = await api.anonymous().auth.resetPasswordForEmail(email);
    expect(error).toMatchObject({ code: 'email_address_not_authorized' });
    const used = await api.anonymous().auth.verifyOtp({
      token_hash: link.properties.hashed_token,
      type: 'recovery',
    });
    expect(used.error).toBeNull();
  });
});

describe('a session', () => {
  it('is refreshed with a new refresh token', async () => {
    const { client, session } = await signIn();
    const next = value(await client.auth.refreshSession()).session;
    expect(next?.refresh_token).not.toBe(session.refresh_token);
  });

  it('ends for everyone who holds it when an old refresh token comes back', async () => {
    const { client, session } = await signIn();
    const second = value(await client.auth.refreshSession()).session;
    const third = value(await client.auth.refreshSession()).session;
    expect(third?.refresh_token).not.toBe(second?.refresh_token);
    const thief = await api.anonymous().auth.refreshSession(session);
    expect(thief.error).toMatchObject({ code: 'refresh_token_already_used' });
    const owner = await client.auth.refreshSession();
    expect(owner.error).toMatchObject({ code: 'refresh_token_already_used' });
  });

  it('gives two refreshes at once the same session', async () => {
    const { session } = await signIn();
    const refresh = async () =>
      value(await api.anonymous().auth.refreshSession(session)).session?.refresh_token;
    const [first, second] = await Promise.all([refresh(), refresh()]);
    expect(second).toBe(first);
  });

  it('ends elsewhere when the password changes', async () => {
    const here = await signIn();
    const elsewhere = await signIn();
    value(await here.client.auth.updateUser({ password: 'another long password' }));
    expect((await elsewhere.client.auth.refreshSession()).error).not.toBeNull();
    expect((await here.client.auth.refreshSession()).error).toBeNull();
  });

  it('ends on signing out, here or everywhere', async () => {
    const [first, second, third] = [await signIn(), await signIn(), await signIn()];
    await first.client.auth.signOut({ scope: 'local' });
    expect((await api.anonymous().auth.refreshSession(first.session)).error).not.toBeNull();
    await second.client.auth.signOut({ scope: 'global' });
    expect((await third.client.auth.refreshSession()).error).not.toBeNull();
  });
});

describe('a banned user', () => {
  it('cannot sign in, refresh or read the account, from the ban on', async () => {
    const { client, session } = await signIn();
    value(await api.service().auth.admin.updateUserById(id, { ban_duration: '24h' }));
    const again = await api.anonymous().auth.signInWithPassword({ email, password });
    expect(again.error).toMatchObject({ status: 400, code: 'user_banned' });
    expect((await client.auth.refreshSession()).error).toMatchObject({ code: 'user_banned' });
    const { error } = await api.anonymous().auth.getUser(session.access_token);
    expect(error).toMatchObject({ status: 403, code: 'user_banned' });
    expect(api.gone).toContain(id);
  });

  it('is signed in nowhere once the ban is lifted', async () => {
    const { session } = await signIn();
    const admin = api.service().auth.admin;
    value(await admin.updateUserById(id, { ban_duration: '24h' }));
    value(await admin.updateUserById(id, { ban_duration: 'none' }));
    expect((await api.anonymous().auth.refreshSession(session)).error).not.toBeNull();
    await signIn();
  });

  it('cannot refresh either when the ban was set in the database', async () => {
    const { client } = await signIn();
    await api.db
      .sql`update auth.users set banned_until = now() + interval '1 day' where id = ${id}`;
    expect((await client.auth.refreshSession()).error).toMatchObject({ code: 'user_banned' });
  });

  it('cannot use a link, which works once the ban is lifted', async () => {
    const admin = api.service().auth.admin;
    const link = value(await admin.generateLink({ type: 'magiclink', email })).properties;
    const token = { token_hash: link.hashed_token, type: 'magiclink' as const };
    await admin.updateUserById(id, { ban_duration: '1h30m' });
    expect((await api.anonymous().auth.verifyOtp(token)).error).toMatchObject({
      code: 'user_banned',
    });
    await admin.updateUserById(id, { ban_duration: 'none' });
    expect((await api.anonymous().auth.verifyOtp(token)).error).toBeNull();
    await signIn();
  });
});
