import { exportLog } from '$lib/server/log/export';
import { requireAdmin } from '$lib/server/supabase';
import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const OperationId = v.pipe(v.string(), v.uuid());

/** `GET ?operation=<id>`: the whole log as the file that `npm run verify-log` proves. */
export const GET: RequestHandler = async (event) => {
  const operation = v.safeParse(OperationId, event.url.searchParams.get('operation'));
  if (!operation.success) return json({ error: { type: 'invalid_request' } }, { status: 400 });
  const admin = await requireAdmin(event, operation.output);
  if (!admin.ok) {
    const status = { signed_out: 401, not_allowed: 403, unavailable: 503 }[admin.error.type];
    return json({ error: admin.error }, { status });
  }
  const day = new Date().toISOString().slice(0, 10);
  const lines = exportLog(event.locals.supabase, operation.output);
  return new Response(streamOf(lines), {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="daylight-log-${day}.jsonl"`,
      'cache-control': 'no-store',
    },
  });
};

/** One piece each time the reader asks for more, so that a slow line holds back the database. */
const streamOf = (pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
};
