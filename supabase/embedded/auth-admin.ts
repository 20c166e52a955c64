import type { Sql } from 'postgres';
import * as v from 'valibot';
import { Attributes, createUser, deleteUser, findUser, updateUser } from './auth/accounts.ts';
import {
  failed,
  failure,
  failureResponse,
  invalid,
  success,
  userNotFound,
  type AuthFailure,
  type AuthResult,
} from './auth/errors.ts';
import { LinkRequest, makeLink } from './auth/links.ts';
import { usersToJson, type UserRow } from './auth/user-json.ts';

export type AuthAdminOptions = {
  /** A connection that may write the schema auth. */
  sql: Sql;
  secretKey: string;
  /** Called when a user is banned or deleted, to cut the live connections. */
  onUserGone: (userId: string) => void;
};

const DeleteRequest = v.object({ should_soft_delete: v.optional(v.boolean(), false) });

/**
 * The account endpoints that @supabase/lite does not have: /auth/v1/admin/* and /auth/v1/invite,
 * as supabase.auth.admin calls them. Answers null for paths that are not its own.
 */
export function authAdmin({ sql, secretKey, onUserGone }: AuthAdminOptions) {
  const userResponse = async (result: AuthResult<UserRow>): Promise<Response> =>
    result.ok
      ? Response.json((await usersToJson(sql, [result.value]))[0])
      : failureResponse(result.failure);

  async function listUsers(url: URL): Promise<Response> {
    const page = positiveInteger(url.searchParams.get('page'), 1);
    const perPage = positiveInteger(url.searchParams.get('per_page'), 50);
    if (page === null || perPage === null) {
      return failureResponse(invalid('Bad Pagination Parameters: page and per_page are numbers'));
    }
    const rows = await sql<UserRow[]>`
      select * from auth.users order by created_at desc, id limit ${perPage} offset ${(page - 1) * perPage}`;
    const [count] = await sql<{ total: number }[]>`select count(*)::int as total from auth.users`;
    const total = count?.total ?? 0;
    const lastPage = Math.max(1, Math.ceil(total / perPage));
    const link = (to: number, rel: string) =>
      `<${url.pathname.replace('/auth/v1', '')}?page=${to}&per_page=${perPage}>; rel="${rel}"`;
    return Response.json(
      { users: rows.length > 0 ? await usersToJson(sql, rows) : [], aud: 'authenticated' },
      {
        headers: {
          'x-total-count': String(total),
          link: [...(page < lastPage ? [link(page + 1, 'next')] : []), link(lastPage, 'last')].join(
            ', ',
          ),
        },
      },
    );
  }

  async function changeUser(id: string, request: Request): Promise<Response> {
    const attributes = await readBody(request, Attributes);
    if (!attributes.ok) return failureResponse(attributes.failure);
    const result = await updateUser(sql, id, attributes.value);
    if (result.ok && isBanned(result.value)) onUserGone(id);
    return userResponse(result);
  }

  async function removeUser(id: string, request: Request): Promise<Response> {
    const body = await readBody(request, DeleteRequest);
    if (!body.ok) return failureResponse(body.failure);
    const result = await deleteUser(sql, id, body.value.should_soft_delete);
    if (!result.ok) return failureResponse(result.failure);
    onUserGone(id);
    return Response.json({});
  }

  async function oneUser(id: string, request: Request): Promise<Response> {
    if (!v.is(v.pipe(v.string(), v.uuid()), id)) {
      return failureResponse(failure(404, 'validation_failed', 'user_id must be an UUID'));
    }
    if (request.method === 'PUT') return changeUser(id, request);
    if (request.method === 'DELETE') return removeUser(id, request);
    if (request.method !== 'GET') return new Response(null, { status: 405 });
    const user = await findUser(sql, id);
    return userResponse(user ? success(user) : failed(userNotFound));
  }

  async function users(request: Request, url: URL): Promise<Response> {
    if (request.method === 'GET') return listUsers(url);
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    const attributes = await readBody(request, Attributes);
    return attributes.ok
      ? userResponse(await createUser(sql, attributes.value))
      : failureResponse(attributes.failure);
  }

  async function generateLink(request: Request, url: URL): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    const wanted = await readBody(request, LinkRequest);
    if (!wanted.ok) return failureResponse(wanted.failure);
    const link = await makeLink(sql, wanted.value);
    if (!link.ok) return failureResponse(link.failure);
    const { user, hashedToken, otp, type } = link.value;
    const redirectTo = url.searchParams.get('redirect_to') ?? url.origin;
    const action = new URL('/auth/v1/verify', url);
    action.search = new URLSearchParams({
      token: hashedToken,
      type,
      redirect_to: redirectTo,
    }).toString();
    return Response.json({
      ...(await usersToJson(sql, [user]))[0],
      action_link: action.href,
      email_otp: otp,
      hashed_token: hashedToken,
      verification_type: type,
      redirect_to: redirectTo,
    });
  }

  return async (request: Request): Promise<Response | null> => {
    const url = new URL(request.url);
    const path = url.pathname.slice('/auth/v1'.length);
    if (path !== '/invite' && !path.startsWith('/admin/')) return null;
    const refusal = checkKey(request, secretKey);
    if (refusal) return failureResponse(refusal);
    if (path === '/invite') return failureResponse(noMail);
    if (path === '/admin/users') return users(request, url);
    if (path === '/admin/generate_link') return generateLink(request, url);
    const id = /^\/admin\/users\/([^/]+)$/.exec(path)?.[1];
    if (id !== undefined) return oneUser(decodeURIComponent(id), request);
    return failureResponse(failure(404, 'not_found', 'This server does not have this endpoint'));
  };
}

const noMail = failure(
  422,
  'email_address_not_authorized',
  'This server sends no e-mail. Make a link with generateLink and hand it over.',
);

/** Bans that lie in the past are over. */
function isBanned(user: { banned_until: Date | null }): boolean {
  return user.banned_until !== null && user.banned_until.getTime() > Date.now();
}

function checkKey(request: Request, secretKey: string): AuthFailure | null {
  const bearer = /^Bearer\s+(.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const key = request.headers.get('apikey') ?? new URL(request.url).searchParams.get('apikey');
  if (key === secretKey) {
    const fromBrowser = /^\s*Mozilla\/5\.0/.test(request.headers.get('user-agent') ?? '');
    return fromBrowser
      ? failure(401, 'no_authorization', 'Forbidden use of secret API key in browser')
      : null;
  }
  return bearer === undefined
    ? failure(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    : failure(403, 'not_admin', 'User not allowed');
}

async function readBody<S extends v.GenericSchema>(
  request: Request,
  schema: S,
): Promise<AuthResult<v.InferOutput<S>>> {
  const text = await request.text();
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    return failed(failure(400, 'bad_json', 'Could not parse request body as JSON'));
  }
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return success(parsed.output);
  const [issue] = parsed.issues;
  return failed(invalid(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`));
}

/** The fallback for an absent value, null for one that is no positive number. */
function positiveInteger(text: string | null, fallback: number): number | null {
  if (text === null || text === '') return fallback;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
