import { App, setExperimental } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import type { Sql } from 'postgres';
import { minimumPasswordLength } from './auth/accounts.ts';
import { authGuard } from './auth/guard.ts';
import { linkLifetimeSeconds } from './auth/links.ts';
import { authAdmin } from './auth-admin.ts';
import { quietly } from './quiet.ts';
import type { Secrets } from './secrets.ts';
import { storageFiles } from './storage-files.ts';
import { storageGuard } from './storage-guard.ts';

export type ApiOptions = {
  /** Connection string of the role `postgres`; the API takes on the caller's role in it. */
  databaseUrl: string;
  /** A connection of the same role for the account endpoints. */
  sql: Sql;
  secrets: Secrets;
  /** Where Storage keeps its files. */
  storageDirectory: string;
  /** Called when a user is banned or deleted. */
  onUserGone: (userId: string) => void;
};

/** The embedded Supabase APIs. `peer` is the caller's network address. */
export type Api = {
  fetch: (request: Request, peer: string) => Promise<Response>;
  close: () => Promise<void>;
};

const accessTokenLifetimeSeconds = 3600;

/** Serves /rest/v1, /auth/v1 and /storage/v1. Realtime is a server of its own. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const { secrets, sql } = options;
  setExperimental('storage', true);
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: {
      max: 12,
      onnotice: () => undefined,
      // What PostgREST's role has on hosted Supabase, in milliseconds.
      connection: { statement_timeout: 8_000, lock_timeout: 8_000 },
      types: { json: jsonType(114), jsonb: jsonType(3802) },
    },
  });
  // Otherwise lite grants every table to the API roles on the first request, and so undoes what
  // the migrations revoke.
  Object.assign(connection, { rlsState: 'active' });
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: secrets.jwtSecret,
      jwt_expiry: accessTokenLifetimeSeconds,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      enable_signup: false,
      enable_refresh_token_rotation: true,
      minimum_password_length: minimumPasswordLength,
      email: { enable_confirmations: true, otp_expiry: linkLifetimeSeconds },
    },
    api: { enabled: true, schemas: ['public'], max_rows: 1_000 },
    storage: { enabled: true },
    studio: { enabled: false },
    options: {
      server: { admin: false, disableStudio: true },
      drivers: { email: { send: () => Promise.resolve() } },
    },
  });
  app._storageAdapter = storageFiles(options.storageDirectory);
  await quietly(() => app.init());
  await quietly(() => connection.introspect({ useCache: true }));

  const forward = (request: Request) => quietly(async () => app.fetch(request));
  const admin = authAdmin({
    sql,
    secretKey: secrets.secretKey,
    onUserGone: options.onUserGone,
  });
  const auth = authGuard({ sql, forward });
  const storage = storageGuard({ secretKey: secrets.secretKey, forward });

  return {
    fetch: async (request, peer) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/auth/v1/')) {
        return (await admin(request)) ?? (await auth(request, peer));
      }
      if (pathname.startsWith('/storage/v1/')) {
        return storage(request);
      }
      return forward(request);
    },
    close: () => connection.close(),
  };
}

/**
 * lite hands json arguments over as text already; encoded once more they would arrive as a JSON
 * string, where PostgREST hands over the value itself.
 */
function jsonType(oid: number) {
  return {
    to: oid,
    from: [oid],
    serialize: (value: unknown) =>
      typeof value === 'string' && isJson(value) ? value : JSON.stringify(value),
    parse: (text: string): unknown => JSON.parse(text),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
