import type { Sql } from 'postgres';
import * as v from 'valibot';
import { Attempts } from './attempts.ts';
import { failure, failureResponse, type AuthFailure } from './errors.ts';

export type AuthGuardOptions = {
  /** A connection that may read and write the schema auth. */
  sql: Sql;
  /** Answers what the guard lets through: @supabase/lite. */
  forward: (request: Request) => Promise<Response>;
};

const windowMs = 5 * 60_000;
/** Far beyond what a person mistypes, far below what guessing needs. */
const signInLimit = { failures: 30, windowMs };
const linkLimit = { failures: 60, windowMs };

const tooMany = failure(429, 'over_request_rate_limit', 'Request rate limit reached');
const banned = (status: number) => failure(status, 'user_banned', 'User is banned');
const noMail = failure(
  422,
  'email_address_not_authorized',
  'This server sends no e-mail. Ask an administrator for a link.',
);
const otpDisabled = failure(422, 'otp_disabled', 'Signups not allowed for otp');

/** What would send a mail, or make an account for whoever asks. */
const closed: Record<string, AuthFailure> = {
  '/otp': otpDisabled,
  '/magiclink': otpDisabled,
  '/recover': noMail,
  '/resend': noMail,
  '/reauthenticate': noMail,
};

/** Types of links under the names by which @supabase/lite knows them. */
const liteTypes: Record<string, string> = { invite: 'signup', email: 'magiclink' };

const Credentials = v.object({ email: v.string() });
const Refresh = v.object({ refresh_token: v.string() });
const Verification = v.object({
  type: v.string(),
  token_hash: v.optional(v.string()),
  email: v.optional(v.string()),
});
const Change = v.object({ email: v.optional(v.string()), password: v.optional(v.string()) });
const TokenClaims = v.object({ sub: v.string(), session_id: v.optional(v.string()) });

/**
 * Stands before @supabase/lite's /auth/v1 and closes what it lets through and GoTrue would not:
 * banned users, unlimited guessing, paths that need a mailer, sessions that outlive a new
 * password. `peer` is the caller's network address.
 */
export function authGuard({ sql, forward }: AuthGuardOptions) {
  const signIns = new Attempts(signInLimit);
  const links = new Attempts(linkLimit);
  const refreshing = new Map<string, Promise<unknown>>();

  async function signIn(request: Request, peer: string): Promise<Response> {
    const { again, body } = await read(request, Credentials);
    const email = body?.email.toLowerCase() ?? '';
    const key = `${peer} ${email}`;
    if (signIns.isRefused(key)) return failureResponse(tooMany);
    const [user] = await sql`
      select 1 from auth.users where email = ${email} and banned_until > now()`;
    if (user) return failureResponse(banned(400));
    const response = await forward(again);
    if (!response.ok) signIns.fail(key);
    return response;
  }

  async function refresh(request: Request): Promise<Response> {
    const { again, body } = await read(request, Refresh);
    if (!body) return forward(again);
    const token = body.refresh_token;
    // Two tabs refresh at once: the second waits, and is given the session that the first made.
    const before = refreshing.get(token);
    const turn = (async () => {
      await before?.catch(() => undefined);
      const [user] = await sql`
        select 1 from auth.refresh_tokens t join auth.users u on u.id = t.user_id
        where t.token = ${token} and (u.banned_until > now() or u.deleted_at is not null)`;
      return user ? failureResponse(banned(400)) : forward(again);
    })();
    refreshing.set(token, turn);
    try {
      return await turn;
    } finally {
      if (refreshing.get(token) === turn) refreshing.delete(token);
    }
  }

  async function verify(request: Request, peer: string): Promise<Response> {
    if (links.isRefused(peer)) return failureResponse(tooMany);
    const { again, body } = await readVerification(request);
    if (body && (await isBannedLink(body))) return failureResponse(banned(403));
    const response = await forward(again);
    const failedLink =
      !response.ok && (response.headers.get('location')?.includes('error=') ?? true);
    if (failedLink) links.fail(peer);
    return response;
  }

  async function isBannedLink(link: v.InferOutput<typeof Verification>): Promise<boolean> {
    const rows = await sql`
      select 1 from auth.users
      where (banned_until > now() or deleted_at is not null)
        and (email = ${link.email?.toLowerCase() ?? null}
          or confirmation_token = ${link.token_hash ?? null}
          or recovery_token = ${link.token_hash ?? null})`;
    return rows.length > 0;
  }

  async function changeSelf(request: Request): Promise<Response> {
    const { again, body } = await read(request, Change);
    if (body?.email) return failureResponse(noMail);
    const response = await forward(again);
    const claims = readClaims(request);
    if (response.ok && body?.password !== undefined && claims?.session_id !== undefined) {
      await sql`
        delete from auth.sessions where user_id = ${claims.sub} and id <> ${claims.session_id}`;
    }
    return response;
  }

  return async (request: Request, peer: string): Promise<Response> => {
    const url = new URL(request.url);
    const path = url.pathname.slice('/auth/v1'.length);
    if (request.method === 'OPTIONS') return forward(request);
    const refusal = closed[path];
    if (refusal) return failureResponse(refusal);
    if (path === '/token' && request.method === 'POST') {
      const grant = url.searchParams.get('grant_type');
      if (grant === 'password') return signIn(request, peer);
      if (grant === 'refresh_token') return refresh(request);
    }
    if (path === '/verify') return verify(request, peer);
    const claims = readClaims(request);
    if (claims && v.is(v.pipe(v.string(), v.uuid()), claims.sub)) {
      const [user] = await sql`
        select 1 from auth.users
        where id = ${claims.sub} and (banned_until > now() or deleted_at is not null)`;
      if (user) return failureResponse(banned(403));
    }
    return path === '/user' && request.method === 'PUT' ? changeSelf(request) : forward(request);
  };
}

/** The claims of the bearer token, unchecked: they may only make the answer stricter. */
function readClaims(request: Request): v.InferOutput<typeof TokenClaims> | null {
  const token = /^Bearer\s+(.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const payload = token?.split('.')[1];
  if (payload === undefined) return null;
  return parse(Buffer.from(payload, 'base64url').toString(), TokenClaims);
}

type Read<T> = {
  /** The same request, whose body can be read once more. */
  again: Request;
  body: T | null;
};

async function read<S extends v.GenericSchema>(
  request: Request,
  schema: S,
): Promise<Read<v.InferOutput<S>>> {
  const text = await request.text();
  return { again: withBody(request, request.url, text), body: parse(text, schema) };
}

async function readVerification(
  request: Request,
): Promise<Read<v.InferOutput<typeof Verification>>> {
  if (request.method !== 'POST') {
    const url = new URL(request.url);
    const type = url.searchParams.get('type') ?? '';
    url.searchParams.set('type', liteTypes[type] ?? type);
    const again = new Request(url, { method: request.method, headers: request.headers });
    return { again, body: { type, token_hash: url.searchParams.get('token') ?? '' } };
  }
  const text = await request.text();
  const body = parse(text, Verification);
  const type = body && liteTypes[body.type];
  const translated = type ? JSON.stringify({ ...(JSON.parse(text) as object), type }) : text;
  return { again: withBody(request, request.url, translated), body };
}

function withBody(request: Request, url: string, body: string): Request {
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(url, { method: request.method, headers, body });
}

function parse<S extends v.GenericSchema>(text: string, schema: S): v.InferOutput<S> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
