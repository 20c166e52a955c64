import type { Rest } from '$lib/sync/rest';
import { restClient } from '$lib/sync/rest';
import { supabaseTransport } from '$lib/sync/supabase-transport';
import type { Transport } from '$lib/sync/transport';
import type { SupabaseClient } from '@supabase/supabase-js';
import { SessionAccess } from './access';
import { answeredAhead } from './ahead/ahead';
import type { StoredSession } from './stored-session';
import { forgetting, readStoredSession } from './stored-session';
import { supabaseProject } from './supabase-project';

/** Everything that a session needs to reach Supabase. */
export interface Connection {
  stored: () => Promise<StoredSession | null>;
  /** Takes the session off this device, without supabase-js. */
  forgetStored: () => void;
  /** Tells the server that the session is over; nobody waits for its answer. */
  endSession: (accessToken: string) => void;
  client: () => Promise<SupabaseClient>;
  access: SessionAccess;
  rest: Rest;
  transport: Transport;
}

/** The browser's way to Supabase; nothing is sent before it is used. */
export const connect = (): Connection => {
  const { url, publishableKey } = supabaseProject();
  const client = once(async () => (await import('./supabase')).browserSupabase());
  const stored = () => Promise.resolve(readStoredSession(document.cookie));
  const forgetStored = () => {
    for (const expired of forgetting(document.cookie)) document.cookie = expired;
  };
  const endSession = (accessToken: string) => {
    const headers = { apikey: publishableKey, authorization: `Bearer ${accessToken}` };
    const request = { method: 'POST', headers, keepalive: true };
    fetch(`${url}/auth/v1/logout?scope=local`, request).catch(() => undefined);
  };
  const access = new SessionAccess({ stored, client, now: () => Date.now() });
  const project = { url, publishableKey, access, fetch: answeredAhead() };
  const rest = restClient(project);
  return {
    stored,
    forgetStored,
    endSession,
    client,
    access,
    rest,
    transport: supabaseTransport(project),
  };
};

/** The same for everyone who asks; what could not be loaded is asked for again the next time. */
const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load().catch((cause: unknown) => {
      loading = null;
      throw cause;
    });
    return loading;
  };
};
