import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, value, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi((db) =>
    db.owner
      .unsafe(
        `
    create table public.notes (id int primary key, owner uuid default auth.uid(), note text);
    alter table public.notes enable row level security;
    create policy "owners read their notes" on public.notes for select to authenticated
      using (owner = (select auth.uid()));
    create table public.hidden (id int);
    revoke all on public.hidden from anon, authenticated;
    create function public.echo(batch jsonb) returns jsonb language sql
      as 'select jsonb_build_object(''type'', jsonb_typeof(batch), ''value'', batch)';
    create function public.whoami() returns jsonb language sql
      as 'select jsonb_build_object(''role'', current_user, ''uid'', auth.uid(), ''claim'', auth.role())';
  `,
      )
      .simple(),
  );
});
afterAll(() => api.close());

const password = 'correct horse battery';
async function signedIn() {
  const email = `${crypto.randomUUID()}@example.org`;
  const made = await api.service().auth.admin.createUser({ email, password, email_confirm: true });
  const client = api.anonymous();
  value(await client.auth.signInWithPassword({ email, password }));
  return { client, id: value(made).user.id };
}

describe('the data API', () => {
  it('refuses a request without a key: there is no local admin mode', async () => {
    const headers = { host: '127.0.0.1', origin: 'http://127.0.0.1' };
    const response = await api.request('/rest/v1/notes', { headers });
    expect(response.status).toBe(401);
  });

  it('acts as the caller', async () => {
    const { client, id } = await signedIn();
    expect(value(await client.rpc('whoami'))).toEqual({
      role: 'authenticated',
      uid: id,
      claim: 'authenticated',
    });
    expect(value(await api.anonymous().rpc('whoami'))).toMatchObject({ role: 'anon' });
    expect(value(await api.service().rpc('whoami'))).toMatchObject({ role: 'service_role' });
  });

  it('shows a caller the rows that row level security allows', async () => {
    const { client, id } = await signedIn();
    await api.db.sql`insert into public.notes values (1, ${id}, 'mine'), (2, null, 'not mine')`;
    expect(value(await client.from('notes').select('id'))).toEqual([{ id: 1 }]);
    expect(value(await api.anonymous().from('notes').select('id'))).toEqual([]);
  });

  it('grants nothing that the migrations revoked', async () => {
    const { client } = await signedIn();
    expect((await client.from('hidden').select()).error).toMatchObject({ code: '42501' });
  });

  it('exposes neither the accounts nor other schemas', async () => {
    const { client } = await signedIn();
    for (const schema of [
      'auth',
      'storage',
      'realtime',
      'supabase_migrations',
      'daylight_embedded',
    ]) {
      expect((await client.schema(schema).from('users').select()).error).not.toBeNull();
    }
  });

  it.each([
    [{ a: [1, { b: null }] }, 'object'],
    [[{ id: 1 }], 'array'],
    [5, 'number'],
    ['text', 'string'],
    [true, 'boolean'],
  ])('hands the json argument %j to a function as PostgREST does', async (batch, type) => {
    expect(value(await api.service().rpc('echo', { batch }))).toEqual({ type, value: batch });
  });

  it('prints nothing of a failed statement', async () => {
    const printed: unknown[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (chunk: string | Uint8Array) => printed.push(chunk) > 0;
    try {
      await api.service().from('notes').insert({ id: 9, owner: 'not-a-uuid', note: 'a name' });
    } finally {
      process.stderr.write = write;
    }
    expect(printed.join('')).not.toMatch(/a name|not-a-uuid/);
  });
});

describe('storage', () => {
  const file = new Blob(['<script>alert(1)</script>'], { type: 'text/html' });

  it('is closed to the anonymous and the signed-in until a policy opens it', async () => {
    value(await api.service().storage.createBucket('papers', { public: false }));
    value(await api.service().storage.from('papers').upload('a.html', file));
    const { client } = await signedIn();
    for (const caller of [api.anonymous(), client]) {
      const bucket = caller.storage.from('papers');
      expect(value(await caller.storage.listBuckets())).toEqual([]);
      expect((await caller.storage.createBucket('own')).error).not.toBeNull();
      expect((await caller.storage.emptyBucket('papers')).error).not.toBeNull();
      expect((await caller.storage.deleteBucket('papers')).error).not.toBeNull();
      expect((await bucket.upload('b.html', file)).error).not.toBeNull();
      expect((await bucket.update('a.html', file)).error).not.toBeNull();
      expect((await bucket.download('a.html')).error).not.toBeNull();
      expect(value(await bucket.list())).toEqual([]);
      expect((await bucket.createSignedUrl('a.html', 60)).error).not.toBeNull();
      expect((await bucket.createSignedUploadUrl('c.html')).error).not.toBeNull();
      expect((await bucket.move('a.html', 'd.html')).error).not.toBeNull();
      expect((await bucket.copy('a.html', 'd.html')).error).not.toBeNull();
      expect(value(await bucket.remove(['a.html']))).toEqual([]);
    }
    const kept = value(await api.service().storage.from('papers').download('a.html'));
    expect(await kept.text()).toBe('<script>alert(1)</script>');
  });

  it('lets a policy open one folder to its owner, and emptying stays closed', async () => {
    value(await api.service().storage.createBucket('drafts', { public: false }));
    await api.db.owner
      .unsafe(
        `
      create policy "owners see the bucket" on storage.buckets for select to authenticated using (id = 'drafts');
      create policy "owners use their folder" on storage.objects to authenticated
        using (bucket_id = 'drafts' and (storage.foldername(name))[1] = (select auth.uid()::text));
    `,
      )
      .simple();
    const [one, two] = [await signedIn(), await signedIn()];
    value(await one.client.storage.from('drafts').upload(`${one.id}/a.html`, file));
    value(await two.client.storage.from('drafts').upload(`${two.id}/a.html`, file));
    expect(
      (await one.client.storage.from('drafts').upload(`${two.id}/b.html`, file)).error,
    ).not.toBeNull();
    expect(
      (await one.client.storage.from('drafts').download(`${two.id}/a.html`)).error,
    ).not.toBeNull();
    expect((await one.client.storage.emptyBucket('drafts')).error).not.toBeNull();
    value(await two.client.storage.from('drafts').download(`${two.id}/a.html`));
  });

  it('serves no file as a page of the app', async () => {
    value(await api.service().storage.createBucket('public', { public: true }));
    value(await api.service().storage.from('public').upload('page.html', file));
    const response = await api.request('/storage/v1/object/public/public/page.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('keeps a key that points outside inside', async () => {
    const bucket = api.service().storage.from('public');
    await bucket.upload('../../outside.txt', file);
    const listed = value(await bucket.list('..'));
    const read = await api.request('/storage/v1/object/public/public/..%2f..%2fsecrets.json');
    expect(read.ok && listed.length === 0).toBe(false);
  });
});
