import { deliverLetters } from '$lib/server/letters/deliver';
import { RateLimit } from '$lib/server/letters/rate-limit';
import { serviceClient } from '$lib/server/supabase';
import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const mostBytes = 400_000;
const Body = v.object({ letters: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(50)) });
/** Many phones may share one address: a minute's worth of letters is 3,000. */
const limit = new RateLimit({ burst: 60, refillMs: 1_000, now: () => Date.now() });

/**
 * `{ letters: [...] }`: at most 50, 400 kB. No session: letters say themselves whose they are, and
 * whoever carries them may be signed out. Answers `{ letters: [...] }` in the same order; else 400,
 * 413, 415 or 429.
 */
export const POST: RequestHandler = async (event) => {
  const { request } = event;
  // Read in any case: a connection whose request is left unread holds up the next one on it.
  const body = await request.text().catch(() => null);
  if (!/^application\/json\b/iu.test(request.headers.get('content-type') ?? ''))
    return refuse('not_json', 415);
  const waitMs = limit.take(event.getClientAddress());
  if (waitMs > 0)
    return refuse('rate_limited', 429, { 'retry-after': String(Math.ceil(waitMs / 1_000)) });
  // More than the server reads at all, or more than this asks for.
  if (body === null || new TextEncoder().encode(body).length > mostBytes)
    return refuse('too_large', 413);
  const parsed = v.safeParse(Body, parse(body));
  if (!parsed.success) return refuse('invalid_request', 400);
  const letters = await deliverLetters(serviceClient(event), parsed.output.letters);
  return json({ letters }, { headers: { 'cache-control': 'no-store' } });
};

const refuse = (type: string, status: number, headers: Record<string, string> = {}) =>
  json({ error: { type } }, { status, headers: { 'cache-control': 'no-store', ...headers } });

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
