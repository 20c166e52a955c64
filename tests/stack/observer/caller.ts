import { expect } from 'vitest';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Payloads } from '../../../src/lib/domain/mutations.ts';
import type { MutationResult } from '../../../src/lib/domain/mutation-answers.ts';
import type { Role } from '../../../src/lib/domain/vocabulary.ts';
import { sessionCookie } from '../../../src/lib/state/session-cookie.ts';
import { mutation, uuid, type Draft } from '../../db/fixture.ts';
import type { Instance } from '../../support/instance.ts';
import { value } from '../../support/api.ts';

/** What came back: `text` is status text, every header and the body. */
export type Answer = { status: number; text: string; body: string; bytes: Buffer };

/**
 * Somebody who is signed in.
 * - `ask`: a bare request with the token and the session's cookie, for an API's path or the app's
 * - `apply`: a batch through the door; `say`: one mutation that has to be taken
 */
export type Caller = {
  id: string;
  token: string;
  client: SupabaseClient;
  ask: (path: string, init?: RequestInit) => Promise<Answer>;
  apply: (batch: readonly Draft[]) => Promise<MutationResult[]>;
  say: <K extends keyof Payloads>(kind: K, entity: string, payload: Payloads[K]) => Promise<void>;
};

const password = 'correct horse battery';

/** A new account in no operation yet, signed in over HTTP. */
export async function signedIn(
  daylight: Instance,
  key: string,
  role: Role,
  operation: string,
): Promise<Caller> {
  const email = `${role}-${uuid()}@example.org`;
  const account = { email, password, email_confirm: true };
  const made = value(await daylight.service().auth.admin.createUser(account));
  const client = daylight.client();
  const { session } = value(await client.auth.signInWithPassword({ email, password }));
  const cookie = Buffer.from(JSON.stringify(session)).toString('base64url');
  const identity = {
    apikey: key,
    authorization: `Bearer ${session.access_token}`,
    cookie: `${sessionCookie.name}=base64-${cookie}`,
  };
  const apply = async (batch: readonly Draft[]) =>
    value(await client.rpc('apply_mutations', { batch })) as MutationResult[];
  return {
    id: made.user.id,
    token: session.access_token,
    client,
    ask: (path, init = {}) =>
      ask(`${daylight.origin}${path}`, {
        ...init,
        headers: { ...identity, ...(init.headers as Record<string, string>) },
      }),
    apply,
    say: async (kind, entity, payload) => {
      const [answer] = await apply([mutation(operation, kind, entity, payload)]);
      expect(answer, kind).toMatchObject({ outcome: 'applied' });
    },
  };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = [...response.headers].map((header) => header.join(': ')).join('\n');
  const body = bytes.toString('utf8');
  return {
    status: response.status,
    body,
    bytes,
    text: `${response.statusText}\n${headers}\n${body}`,
  };
}

/** A request with JSON in it. */
export const withJson = (body: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
