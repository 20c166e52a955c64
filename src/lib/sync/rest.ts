/** Requests to PostgREST as the signed-in person, with their failures told apart. */
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import type { TransportError } from './transport.ts';

export type AccessError =
  { type: 'offline' } | { type: 'unauthorized' } | { type: 'account_ended' };

/** Where tokens come from. */
export interface Access {
  /** A token that holds for the next minute. */
  token: () => Promise<Result<string, AccessError>>;
  /** Another one, after the server has refused the present one. */
  refresh: () => Promise<Result<string, AccessError>>;
}

export interface RestOptions {
  /** Supabase's address, without a slash at the end. */
  url: string;
  publishableKey: string;
  access: Access;
  fetch?: typeof fetch;
}

interface RestRequest {
  /** Below /rest/v1, with its query. */
  path: string;
  /** Sent as JSON by POST; without it the request is a GET. */
  body?: unknown;
}

export type Rest = (request: RestRequest) => Promise<Result<unknown, TransportError>>;

/** On the slowest network of the field a full batch or page needs this long; then it has been lost. */
const answerWithinMs = 45_000;

/** A 401 is answered with one new token and one more attempt [K5]. */
export const restClient = (options: RestOptions): Rest => {
  const { access } = options;
  return async (request) => {
    const token = await access.token();
    if (!token.ok) return token;
    const first = await send(options, request, token.value);
    if (first.ok || first.error.type !== 'unauthorized') return first;
    const another = await access.refresh();
    return another.ok ? send(options, request, another.value) : another;
  };
};

const send = async (
  { url, publishableKey, fetch: request = fetch }: RestOptions,
  { path, body }: RestRequest,
  token: string,
): Promise<Result<unknown, TransportError>> => {
  try {
    const response = await request(`${url}/rest/v1/${path}`, {
      headers: {
        apikey: publishableKey,
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const text = await response.text();
    return response.ok ? parsed(text) : err(classify(response, text));
  } catch {
    // fetch and the reading of the body reject for one reason alone: no whole answer came.
    return err({ type: 'offline' });
  }
};

/** Something else than Supabase answers in hotels and cafés: no JSON is no answer of the server. */
const parsed = (text: string): Result<unknown, TransportError> => {
  const value = json(text);
  return value === undefined ? err({ type: 'server', status: 200, retryAfterMs: 0 }) : ok(value);
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** By HTTP status and SQLSTATE, never by the message. */
const classify = ({ status, headers }: Response, text: string): TransportError => {
  if (status === 401) return { type: 'unauthorized' };
  const code = (json(text) as { code?: unknown } | null | undefined)?.code;
  if (code === '42501') return { type: 'not_a_member' };
  if (code === '22023' || status === 413) return { type: 'batch_refused', status };
  const retryAfterS = Number(headers.get('retry-after'));
  return { type: 'server', status, retryAfterMs: retryAfterS > 0 ? retryAfterS * 1_000 : 0 };
};
