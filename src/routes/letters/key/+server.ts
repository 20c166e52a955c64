import { type KeyError, letterKeyOf } from '$lib/server/letters/key';
import { serviceClient } from '$lib/server/supabase';
import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const OperationId = v.pipe(v.string(), v.uuid());
const headers = { 'cache-control': 'no-store' };
const statusOf: Record<KeyError['type'], number> = {
  signed_out: 401,
  not_allowed: 403,
  unavailable: 503,
};

/** `GET ?operation=<id>`, for its active members: `{ key }`, which letters are sealed to. */
export const GET: RequestHandler = async (event) => {
  const operation = v.safeParse(OperationId, event.url.searchParams.get('operation'));
  if (!operation.success)
    return json({ error: { type: 'invalid_request' } }, { status: 400, headers });
  const service = () => serviceClient(event);
  const key = await letterKeyOf(event.locals.supabase, service, operation.output);
  if (!key.ok) return json({ error: key.error }, { status: statusOf[key.error.type], headers });
  return json({ key: key.value }, { headers });
};
