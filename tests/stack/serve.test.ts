import { statSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  environmentFile,
  isRunning,
  startInstance,
  temporaryDirectory,
} from '../support/instance.ts';
import type { Instance } from '../support/instance.ts';

// Whole processes start here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const directory = temporaryDirectory();
let daylight: Instance;
let keys: Record<string, string>;
beforeAll(async () => {
  daylight = await startInstance(directory.path);
  keys = environmentFile(directory.path);
});
afterAll(async () => {
  await daylight.stop();
  directory.remove();
});

/** Bare HTTP: fetch would undo the compression and hide it. */
function headersOf(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((done, failed) => {
    const request = get(`${daylight.origin}${path}`, { headers }, (response) => {
      response.resume();
      done({ status: response.statusCode ?? 0, headers: response.headers });
    });
    request.once('error', failed);
  });
}

it('sends a file of Storage whole, whatever its size and however it could be compressed', async () => {
  const bucket = daylight.service().storage.from('evidence');
  for (const size of [1_000, 200_000, 1_048_576]) {
    await bucket.upload(`sizes/${size}`, new Uint8Array(size), {
      contentType: 'application/octet-stream',
    });
    const { data } = await bucket.download(`sizes/${size}`);
    expect(data?.size).toBe(size);
  }
});

describe('one origin', () => {
  it('tells the state of each part', async () => {
    const response = await fetch(`${daylight.origin}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'ok',
      database: 'ok',
      api: 'ok',
      realtime: 'ok',
      app: 'ok',
    });
  });

  it.each([
    '/login',
    '/health',
    '/rest/v1/operations',
    '/rest/v1/no_such_table',
    '/auth/v1/settings',
    '/auth/v1/admin/users',
    '/storage/v1/bucket',
    '/realtime/v1/api/broadcast',
  ])('compresses %s', async (path) => {
    for (const encoding of ['br', 'gzip']) {
      const answer = await headersOf(path, {
        'accept-encoding': encoding,
        apikey: keys['SUPABASE_SECRET_KEY'] ?? '',
      });
      expect(answer.headers['content-encoding']).toBe(encoding);
    }
  });

  it('compresses the files of the app', async () => {
    const page = await (await fetch(`${daylight.origin}/login`)).text();
    const script = /"(?:\.|)(\/_app\/immutable\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    for (const encoding of ['br', 'gzip']) {
      const answer = await headersOf(script, { 'accept-encoding': encoding });
      expect(answer.headers['content-encoding']).toBe(encoding);
    }
  });

  it('refuses the data to a request without a key', async () => {
    for (const path of ['/rest/v1/operations', '/auth/v1/user', '/auth/v1/admin/users']) {
      expect((await fetch(`${daylight.origin}${path}`)).status).toBe(401);
    }
    expect(await (await fetch(`${daylight.origin}/storage/v1/bucket`)).json()).not.toEqual([
      expect.anything(),
    ]);
  });

  it('lets no other site frame the pages or run scripts in them', async () => {
    const { headers } = await headersOf('/login', {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(;|$)/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  describe('[R10] the script that asks ahead', () => {
    const secret = 'a-part-of-a-session';
    const page = async (path: string, cookie = `daylight-session=base64-${secret}`) => {
      const response = await fetch(`${daylight.origin}${path}`, { headers: { cookie } });
      return {
        policy: response.headers.get('content-security-policy'),
        html: await response.text(),
      };
    };
    const script = (html: string) => /<script nonce="([^"]+)">\(async/.exec(html)?.[1];

    it('is in the pages behind the sign-in, under their own policy, and has nothing of anybody', async () => {
      const { html, policy } = await page('/field');
      expect(script(html)).toBeTruthy();
      expect(policy).toContain(`'nonce-${script(html)}'`);
      expect(html).not.toContain(secret);
      const begun = /src="(\/_app\/immutable\/entry\/ahead\.[^"]+)"/.exec(html)?.[1];
      expect((await fetch(`${daylight.origin}${begun}`)).status).toBe(200);
    });

    it.each([
      ['the sign-in', '/login', undefined],
      ['the page that a phone keeps, with its rows', '/shell', undefined],
      ['a page for nobody', '/field', 'other=1'],
    ])('is not in %s', async (_name, path, cookie) => {
      const { html } = await page(path, cookie);
      expect(script(html)).toBeUndefined();
      expect(html).not.toMatch(/entry\/ahead|%ahead%/);
    });
  });

  it('refuses a body that is too large, and one of unknown length', async () => {
    const headers = { apikey: keys['SUPABASE_PUBLISHABLE_KEY'] ?? '' };
    const url = `${daylight.origin}/rest/v1/rpc/apply_mutations`;
    const large = await fetch(url, { method: 'POST', headers, body: 'x'.repeat(5_000_001) });
    expect(large.status).toBe(413);
    const body = new Blob(['{}']).stream();
    const streamed = await fetch(url, { method: 'POST', headers, body, ...{ duplex: 'half' } });
    expect(streamed.status).toBe(411);
  });

  it('signs a demo account in over HTTP', async () => {
    const [email, password] = /(admin@\S+)\s+(\S+)/.exec(daylight.output())?.slice(1) ?? [];
    const { error } = await daylight
      .client()
      .auth.signInWithPassword({ email: email ?? '', password: password ?? '' });
    expect(error).toBeNull();
  });

  it('keeps its secrets from other accounts of the machine', () => {
    for (const file of ['secrets.json', 'supabase.env', 'demo-accounts.json', 'postgres.log']) {
      expect(statSync(join(directory.path, file)).mode & 0o077).toBe(0);
    }
    expect(statSync(join(directory.path, 'postgres')).mode & 0o077).toBe(0);
  });

  it('answers 503 while Postgres is down, and recovers by itself', async () => {
    process.kill(daylight.postmaster, 'SIGKILL');
    await expect
      .poll(async () => (await fetch(`${daylight.origin}/health`)).status, { interval: 5 })
      .toBe(503);
    await expect
      .poll(async () => (await fetch(`${daylight.origin}/health`)).status, { timeout: 20_000 })
      .toBe(200);
    expect(isRunning(daylight.postmaster)).toBe(false);
  });
});
