import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '$lib/domain/result';
import { restClient } from '$lib/sync/rest';
import { supabaseTransport } from '$lib/sync/supabase-transport';
import { readMemberships } from '../membership';
import type { Ahead } from './ahead';
import { aheadPlace, answeredAhead } from './ahead';
import { askAhead } from './ask';

const url = 'https://supabase.example.org';
const userId = '0a1b5b26-81a1-4c1f-a32a-5773ef4e6111';
const operationId = '6b5b00b5-a9c4-474e-91a3-b99a3dd7300f';
const token = 'an access token';
const nowMs = Date.parse('2026-11-27T10:00:00Z');

interface Page {
  cookie?: string;
  databases?: string[];
  members?: object[];
  /** What localStorage holds. */
  remembered?: Record<string, unknown>;
}

const sessionCookie = (expiresInS = 3_600) => {
  const session = {
    access_token: token,
    expires_at: nowMs / 1_000 + expiresInS,
    user: { id: userId, email: 'ليلى@example.org' },
  };
  const text = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(session))));
  const whole = `base64-${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  const half = Math.ceil(whole.length / 2);
  return `other=1; daylight-session.1=${whole.slice(half)}; daylight-session.0=${whole.slice(0, half)}`;
};

const member = (operation = operationId, active = true) => ({
  operation_id: operation,
  active,
  deleted_at: null,
});

let asked: string[];
const answer = (address: string, members: object[]) =>
  Response.json(address.includes('members') ? members : address.includes('rpc') ? { rows: 1 } : []);

/** Runs it as a page does: from its text, with nothing around it. */
const ask = async ({
  cookie = sessionCookie(),
  databases = [],
  members,
  remembered = {},
}: Page = {}) => {
  vi.stubGlobal('document', { cookie });
  vi.stubGlobal('indexedDB', {
    databases: () => Promise.resolve(databases.map((name) => ({ name }))),
  });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => JSON.stringify(remembered[key] ?? null),
  });
  vi.stubGlobal('fetch', (address: string, init?: RequestInit) => {
    asked.push(`${init?.method ?? 'GET'} ${address.replace(`${url}/rest/v1/`, '')}`);
    return Promise.resolve(answer(address, members ?? [member()]));
  });
  const options = { url, publishableKey: 'a key', cookie: 'daylight-session', place: aheadPlace };
  const text = `return (${askAhead.toString()})(${JSON.stringify(options)})`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- as the page has it
  await (new Function(text) as () => Promise<void>)();
};

beforeEach(() => {
  asked = [];
  vi.useFakeTimers({ now: nowMs });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, aheadPlace);
});

const pull = 'POST rpc/pull_changes';
const memberships = [`GET members?select=*&user_id=eq.${userId}`, 'GET operations?select=*'];

describe('[R10] what a page asks before the app is there', () => {
  it('is who the caller is and the first page of the only operation', async () => {
    await ask();
    expect(asked).toEqual([...memberships, pull]);
  });

  it('is the first page of the operation that was chosen, among several', async () => {
    const other = crypto.randomUUID();
    await ask({ members: [member(), member(other)] });
    expect(asked).toEqual(memberships);
    asked = [];
    await ask({
      members: [member(), member(other)],
      remembered: { 'daylight.operation': other },
    });
    expect(asked).toEqual([...memberships, pull]);
  });

  it('is the page of rows first, where the memberships are remembered', async () => {
    await ask({ remembered: { 'daylight.memberships': { members: [member()] } } });
    expect(asked).toEqual([pull, ...memberships]);
  });

  it.each([
    ['nobody is signed in', { cookie: 'other=1' }],
    ['the session is about to end', { cookie: sessionCookie(80) }],
    ['the phone keeps rows of the account', { databases: [`daylight rows ${userId} x`] }],
    ['the phone has a PIN, and nothing else, of it', { databases: [`daylight vault ${userId}`] }],
  ])('is nothing where %s', async (_case, page) => {
    await ask(page);
    expect(asked).toEqual([]);
  });

  it('is no page of rows for who was put out of the operation', async () => {
    await ask({ members: [member(operationId, false)] });
    expect(asked).toEqual(memberships);
  });

  it('is forgotten when nobody takes it', async () => {
    await ask();
    vi.advanceTimersByTime(20_000);
    const { [aheadPlace]: ahead } = globalThis as unknown as Record<string, Ahead>;
    expect(ahead?.answers).toEqual({});
  });
});

describe('[R10] the app', () => {
  const later: string[] = [];
  const client = (held = token, now = 1_000) => {
    later.length = 0;
    const request: typeof fetch = (address) => {
      later.push((address as string).replace(`${url}/rest/v1/`, ''));
      return Promise.resolve(Response.json([]));
    };
    const access = {
      token: () => Promise.resolve(ok(held)),
      refresh: () => Promise.resolve(ok(held)),
    };
    return { url, publishableKey: 'a key', access, fetch: answeredAhead(request, () => now) };
  };

  it('asks for none of it again: what is asked ahead is what it would ask', async () => {
    await ask();
    const options = client();
    await readMemberships(restClient(options), userId);
    const pulled = await supabaseTransport(options).pull(operationId, null, 500);
    expect(pulled).toEqual(ok({ rows: 1 }));
    expect(later).toEqual([]);
  });

  it('takes an answer once', async () => {
    await ask();
    const { pull: pullOnce } = supabaseTransport(client());
    await pullOnce(operationId, null, 500);
    await pullOnce(operationId, null, 500);
    expect(later).toEqual(['rpc/pull_changes']);
  });

  it.each([
    ['of another token', () => client('another token')],
    ['of long ago, which says nothing of the account now', () => client(token, 1e9)],
  ])('takes no answer %s', async (_case, options) => {
    await ask();
    await supabaseTransport(options()).pull(operationId, null, 500);
    expect(later).toEqual(['rpc/pull_changes']);
  });

  it('takes none for another cursor', async () => {
    await ask();
    await supabaseTransport(client()).pull(operationId, '1.a.b.5', 500);
    expect(later).toEqual(['rpc/pull_changes']);
  });
});
