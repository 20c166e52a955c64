import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createApi } from '../../supabase/embedded/api.ts';
import type { Secrets } from '../../supabase/embedded/secrets.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

/**
 * The embedded APIs on a database of their own, in this process and without a port.
 * - `anonymous()`: a supabase-js client with the publishable key, nobody signed in
 * - `service()`: one with the secret key
 * - `request(path, init)`: a bare request, for what supabase-js would not send
 * - `gone`: the users that were reported as banned or deleted, in order
 */
export type TestApi = {
  db: TestDatabase;
  secrets: Secrets;
  gone: string[];
  anonymous: () => SupabaseClient;
  service: () => SupabaseClient;
  request: (path: string, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
};

const origin = 'http://daylight.test';
const secrets: Secrets = {
  databasePassword: 'unused-here',
  jwtSecret: 'a secret for the tests of the embedded API alone',
  publishableKey: 'sb_publishable_for-tests',
  secretKey: 'sb_secret_for-tests',
};

/**
 * Makes a database from the template and serves the APIs on it; close it in afterAll. The APIs
 * read the schema when they start, so tables that only a test has are made in `arrange`.
 */
export async function startApi(arrange?: (db: TestDatabase) => Promise<unknown>): Promise<TestApi> {
  const db = await freshDatabase();
  await arrange?.(db);
  const storageDirectory = mkdtempSync(join(tmpdir(), 'daylight-storage-'));
  const gone: string[] = [];
  const api = await createApi({
    databaseUrl: db.url('postgres'),
    sql: db.owner,
    secrets,
    storageDirectory,
    onUserGone: (id) => gone.push(id),
  });
  const client = (key: string) =>
    createClient(origin, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: (input, init) => api.fetch(new Request(input, init), '192.0.2.1') },
    });
  return {
    db,
    secrets,
    gone,
    anonymous: () => client(secrets.publishableKey),
    service: () => client(secrets.secretKey),
    request: (path, init) => api.fetch(new Request(`${origin}${path}`, init), '192.0.2.1'),
    close: async () => {
      await api.close();
      await db.close();
      rmSync(storageDirectory, { recursive: true, force: true });
    },
  };
}

/** Unwraps a supabase-js answer that must not be an error. */
export function value<Answer extends { data: unknown; error: unknown }>(
  answer: Answer,
): NonNullable<Extract<Answer, { error: null }>['data']> {
  if (answer.error) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
  if (answer.data === null || answer.data === undefined) throw new Error('an empty answer');
  return answer.data;
}
