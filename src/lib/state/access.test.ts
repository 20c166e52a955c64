import { err, ok } from '$lib/domain/result';
import type { SupabaseClient } from '@supabase/supabase-js';
import { describe, expect, test } from 'vitest';
import { SessionAccess } from './access';
import type { StoredSession } from './stored-session';

const me = { id: 'me', email: 'coordinator@example.org' };
const start = Date.parse('2024-12-08T04:00:00Z');
const hour = 3_600_000;

/** The Auth server's next answer, and how often it was asked. */
const device = (stored: StoredSession | null) => {
  const state = {
    stored,
    nowMs: start,
    asked: [] as string[],
    loads: 0,
    next: { data: { session: null }, error: null } as unknown,
    isLoadable: true,
  };
  const ask = (what: string) => () => {
    state.asked.push(what);
    return Promise.resolve(state.next);
  };
  const client = {
    auth: { getSession: ask('getSession'), refreshSession: ask('refreshSession') },
  } as unknown as SupabaseClient;
  const access = new SessionAccess({
    stored: () => Promise.resolve(state.stored),
    client: () => {
      state.loads += 1;
      return state.isLoadable ? Promise.resolve(client) : Promise.reject(new Error('no network'));
    },
    now: () => state.nowMs,
  });
  access.userId = me.id;
  return { state, access };
};

const session = (accessToken: string, expiresAtMs: number, user = me): StoredSession => ({
  accessToken,
  expiresAtMs,
  user,
});
const renewed = (token: string, user = me) => ({
  data: { session: { access_token: token, expires_in: 3_600, user } },
  error: null,
});

describe('a token', () => {
  test('that holds comes from the cookies, without supabase-js', async () => {
    const { access, state } = device(session('old', start + hour));
    expect(await access.token()).toEqual(ok('old'));
    expect(state.loads).toBe(0);
  });

  test('that holds no longer than a heartbeat or two is renewed', async () => {
    const { access, state } = device(session('old', start + 60_000));
    state.next = renewed('new');
    expect(await access.token()).toEqual(ok('new'));
    expect(state.asked).toEqual(['getSession']);
  });

  test('is renewed once, however many ask', async () => {
    const { access, state } = device(session('old', start));
    state.next = renewed('new');
    expect(await Promise.all([access.token(), access.token(), access.refresh()])).toEqual([
      ok('new'),
      ok('new'),
      ok('new'),
    ]);
    expect(state.asked).toHaveLength(1);
  });

  test('[K5] that the server refuses is replaced though it should hold', async () => {
    const { access, state } = device(session('old', start + hour));
    state.next = renewed('new');
    expect(await access.refresh()).toEqual(ok('new'));
    expect(state.asked).toEqual(['refreshSession']);
  });

  test('on a phone whose clock is hours ahead is not renewed with every request', async () => {
    const { access, state } = device(session('old', start - 5 * hour));
    state.next = renewed('new');
    await access.token();
    state.stored = session('new', start - 4 * hour);
    expect(await access.token()).toEqual(ok('new'));
    expect(state.asked).toHaveLength(1);
    state.nowMs += hour;
    await access.token();
    expect(state.asked).toHaveLength(2);
  });
});

describe('no token', () => {
  test('for who is signed out', async () => {
    expect(await device(null).access.token()).toEqual(err({ type: 'unauthorized' }));
  });

  test('for a session that another person began in another tab', async () => {
    const { access } = device(session('theirs', start + hour, { ...me, id: 'somebody else' }));
    expect(await access.token()).toEqual(err({ type: 'unauthorized' }));
  });

  test('of another person comes out of a renewal', async () => {
    const { access, state } = device(session('old', start));
    state.next = renewed('theirs', { ...me, id: 'somebody else' });
    expect(await access.token()).toEqual(err({ type: 'unauthorized' }));
  });

  test('without network is no sign-out', async () => {
    const { access, state } = device(session('old', start));
    state.next = { data: { session: null }, error: { name: 'AuthRetryableFetchError', status: 0 } };
    expect(await access.token()).toEqual(err({ type: 'offline' }));
    state.isLoadable = false;
    expect(await access.token()).toEqual(err({ type: 'offline' }));
  });

  test('[Q4] of an account that is banned or deleted, which is told apart from a session that is over', async () => {
    const { access, state } = device(session('old', start));
    for (const code of ['refresh_token_not_found', 'session_expired', 'session_not_found']) {
      state.next = { data: { session: null }, error: { name: 'AuthApiError', status: 400, code } };
      expect(await access.token()).toEqual(err({ type: 'unauthorized' }));
    }
    for (const code of ['user_banned', 'user_not_found']) {
      const other = device(session('old', start));
      other.state.next = {
        data: { session: null },
        error: { name: 'AuthApiError', status: 400, code },
      };
      expect(await other.access.token()).toEqual(err({ type: 'account_ended' }));
      // supabase-js has forgotten the session by now: who asks later hears the same.
      other.state.stored = null;
      expect(await other.access.token()).toEqual(err({ type: 'account_ended' }));
    }
  });

  test('when the Auth server refuses to renew', async () => {
    const { access, state } = device(session('old', start));
    state.next = { data: { session: null }, error: { name: 'AuthApiError', status: 400 } };
    expect(await access.token()).toEqual(err({ type: 'unauthorized' }));
  });
});
