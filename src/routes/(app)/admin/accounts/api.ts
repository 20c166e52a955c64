/** Asking the server about accounts, from a screen. */
import * as v from 'valibot';
import { err, ok, type Result } from '$lib/domain/result';

export type RequestError =
  { type: 'offline' } | { type: 'signed_out' } | { type: 'not_allowed' } | { type: 'server' };

/**
 * Posts to one of the endpoints beside this file.
 *
 * @param name the endpoint's folder
 * @param answer the schema of its answer
 */
export const post = async <T>(
  name: 'create' | 'change' | 'activity' | 'sign-out' | 'reset',
  body: object,
  answer: v.GenericSchema<unknown, T>,
  send: typeof fetch = fetch,
): Promise<Result<T, RequestError>> => {
  let response: Response;
  try {
    response = await send(`/admin/accounts/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    return err({ type: 'offline' });
  }
  if (response.status === 401) return err({ type: 'signed_out' });
  if (response.status === 403) return err({ type: 'not_allowed' });
  if (!response.ok) return err({ type: 'server' });
  const read = v.safeParse(answer, await response.json().catch(() => null));
  return read.success ? ok(read.output) : err({ type: 'server' });
};
