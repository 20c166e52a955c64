import { checkStored } from '$lib/server/evidence/check';
import { serviceClient } from '$lib/server/supabase';
import { parseRow } from '$lib/sync/protocol';
import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const Asked = v.object({ item: v.pipe(v.string(), v.uuid()) });

/** `POST {item}`: hashes what is stored of an item and notes it [V2]; for whoever sees the item. */
export const POST: RequestHandler = async (event) => {
  const asked = v.safeParse(Asked, await event.request.json().catch(() => null));
  if (!asked.success) return json({ error: { type: 'invalid_request' } }, { status: 400 });
  const { supabase } = event.locals;
  const { error } = await supabase.auth.getUser();
  if (error) return json({ error: { type: 'signed_out' } }, { status: 401 });
  // Under the caller's own policies: an observer finds nothing.
  const found = await supabase.from('evidence').select().eq('id', asked.output.item);
  const item = parseRow('evidence', found.data?.[0]);
  if (!item) return json({ error: { type: 'not_found' } }, { status: 404 });
  if (item.stored_at === null) return json({ error: { type: 'not_stored' } }, { status: 409 });
  try {
    return json(await checkStored(serviceClient(event), item));
  } catch {
    return json({ error: { type: 'unavailable' } }, { status: 503 });
  }
};
