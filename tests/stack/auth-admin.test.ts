import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, value, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const admin = () => api.service().auth.admin;
const newEmail = () => `${crypto.randomUUID()}@example.org`;
const password = 'correct horse battery';

async function account(email = newEmail()) {
  const { user } = value(await admin().createUser({ email, password, email_confirm: true }));
  return { id: user.id, email };
}

describe('creating an account', () => {
  it('answers with the user, its metadata and its identity', async () => {
    const email = newEmail();
    const { user } = value(
      await admin().createUser({
        email: email.toUpperCase(),
        password,
        email_confirm: true,
        user_metadata: { language: 'ar' },
        app_metadata: { team: 'rescue-1' },
      }),
    );
    expect(user).toMatchObject({
      email,
      aud: 'authenticated',
      role: 'authenticated',
      user_metadata: { language: 'ar' },
      app_metadata: { provider: 'email', providers: ['email'], team: 'rescue-1' },
      identities: [{ provider: 'email', identity_data: { email } }],
    });
    expect(user.email_confirmed_at).toBeDefined();
  });

  it('refuses an address that is taken, a weak password and nonsense', async () => {
    const { email } = await account();
    expect((await admin().createUser({ email, password })).error).toMatchObject({
      status: 422,
      code: 'email_exists',
    });
    expect(
      (await admin().createUser({ email: newEmail(), password: 'short' })).error,
    ).toMatchObject({ status: 422, code: 'weak_password' });
    expect((await admin().createUser({ email: 'nobody' })).error).toMatchObject({
      status: 400,
      code: 'validation_failed',
    });
  });

  it('is for the secret key alone', async () => {
    const { error } = await api.anonymous().auth.admin.createUser({ email: newEmail(), password });
    expect(error).toMatchObject({ status: 403, code: 'not_admin' });
    const keyless = await api.request('/auth/v1/admin/users');
    expect(keyless.status).toBe(401);
  });
});

describe('listing accounts', () => {
  it('pages through them, newest first, with the total and the last page', async () => {
    await api.db.sql`delete from auth.users`;
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await account()).id);
    const first = value(await admin().listUsers({ page: 1, perPage: 2 }));
    expect(first).toMatchObject({ total: 5, nextPage: 2, lastPage: 3 });
    const last = value(await admin().listUsers({ page: 3, perPage: 2 }));
    expect(last.users.map((user) => user.id)).toEqual([made[0]]);
  });
});

describe('one account', () => {
  it('is found by its id', async () => {
    const { id, email } = await account();
    expect(value(await admin().getUserById(id)).user.email).toBe(email);
    expect((await admin().getUserById(crypto.randomUUID())).error).toMatchObject({
      status: 404,
      code: 'user_not_found',
    });
  });

  it('changes its address, metadata and password, and signs out with the old one', async () => {
    const { id, email } = await account();
    const client = api.anonymous();
    await client.auth.signInWithPassword({ email, password });
    const changed = newEmail();
    const { user } = value(
      await admin().updateUserById(id, {
        email: changed,
        password: 'a different password',
        user_metadata: { language: 'en' },
        app_metadata: { provider: null },
      }),
    );
    expect(user).toMatchObject({ email: changed, user_metadata: { language: 'en' } });
    expect(user.app_metadata).toEqual({ providers: ['email'] });
    expect((await client.auth.refreshSession()).error).not.toBeNull();
    const again = { email: changed, password: 'a different password' };
    expect((await api.anonymous().auth.signInWithPassword(again)).error).toBeNull();
  });

  it('refuses a ban that is no duration', async () => {
    const { id } = await account();
    const { error } = await admin().updateUserById(id, { ban_duration: 'tomorrow' });
    expect(error).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('is deleted with its sessions', async () => {
    const { id, email } = await account();
    const client = api.anonymous();
    await client.auth.signInWithPassword({ email, password });
    value(await admin().deleteUser(id));
    expect((await client.auth.refreshSession()).error).not.toBeNull();
    expect((await admin().getUserById(id)).error).toMatchObject({ code: 'user_not_found' });
    expect(api.gone).toContain(id);
  });

  it('is deleted softly without a trace of who it was, and the address is free again', async () => {
    const { id, email } = await account();
    value(await admin().deleteUser(id, true));
    const { user } = value(await admin().getUserById(id));
    expect(user.deleted_at).toBeDefined();
    expect(JSON.stringify(user)).not.toContain(email);
    await account(email);
  });

  it('is signed out everywhere by its token', async () => {
    const { email } = await account();
    const client = api.anonymous();
    const { session } = value(await client.auth.signInWithPassword({ email, password }));
    expect((await admin().signOut(session.access_token, 'global')).error).toBeNull();
    expect((await client.auth.refreshSession()).error).not.toBeNull();
  });
});

describe('a link', () => {
  const use = (token_hash: string | undefined, type: 'invite' | 'recovery' | 'magiclink') =>
    api.anonymous().auth.verifyOtp({ token_hash: token_hash ?? '', type });

  it('invites somebody new, who then sets a password, once', async () => {
    const email = newEmail();
    const { user, properties } = value(await admin().generateLink({ type: 'invite', email }));
    expect(properties).toMatchObject({ verification_type: 'invite' });
    expect(properties.action_link).toContain(`token=${properties.hashed_token}&type=invite`);
    const client = api.anonymous();
    const joined = await client.auth.verifyOtp({
      token_hash: properties.hashed_token,
      type: 'invite',
    });
    expect(value(joined).user?.id).toBe(user.id);
    value(await client.auth.updateUser({ password }));
    expect((await api.anonymous().auth.signInWithPassword({ email, password })).error).toBeNull();
    expect((await use(properties.hashed_token, 'invite')).error).toMatchObject({
      status: 403,
      code: 'otp_expired',
    });
  });

  it('invites nobody who has joined already', async () => {
    const { email } = await account();
    const { error } = await admin().generateLink({ type: 'invite', email });
    expect(error).toMatchObject({ status: 422, code: 'email_exists' });
  });

  it('recovers an account, also by the code', async () => {
    const { id, email } = await account();
    const link = value(await admin().generateLink({ type: 'recovery', email })).properties;
    const used = await api.anonymous().auth.verifyOtp({
      email,
      token: link.email_otp,
      type: 'recovery',
    });
    expect(value(used).user?.id).toBe(id);
    expect((await use(link.hashed_token, 'recovery')).error).not.toBeNull();
    expect(
      (await admin().generateLink({ type: 'recovery', email: newEmail() })).error,
    ).toMatchObject({ status: 404, code: 'user_not_found' });
  });

  it('works once although it is used twice at the same moment', async () => {
    const { email } = await account();
    const link = value(await admin().generateLink({ type: 'magiclink', email })).properties;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => use(link.hashed_token, 'magiclink')),
    );
    expect(answers.filter((answer) => answer.error === null)).toHaveLength(1);
  });

  it('works for a day and no longer', async () => {
    for (const [hours, works] of [
      [23, true],
      [25, false],
    ] as const) {
      const email = newEmail();
      const link = value(await admin().generateLink({ type: 'invite', email })).properties;
      await api.db.sql`
        update auth.users set confirmation_sent_at = now() - make_interval(hours => ${hours})
        where email = ${email}`;
      expect((await use(link.hashed_token, 'invite')).error === null).toBe(works);
    }
  });

  it('is never sent by mail, and says so', async () => {
    const { error } = await admin().inviteUserByEmail(newEmail());
    expect(error).toMatchObject({ status: 422, code: 'email_address_not_authorized' });
  });
});
