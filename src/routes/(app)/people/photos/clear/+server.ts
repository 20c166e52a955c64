import { maySeePeople } from '$lib/domain/permissions';
import { clearPhotos } from '$lib/server/photos/clear';
import { serviceClient } from '$lib/server/supabase';
import { parseRow } from '$lib/sync/protocol';
import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const Asked = v.object({ operation: v.pipe(v.string(), v.uuid()) });

/**
 * `POST {operation}`: deletes what is left of photographs that were taken away [G5]; for whoever sees
 * people, as often as they like. Answers nothing but that it is done.
 */
export const POST: RequestHandler = async (event) => {
  const asked = v.safeParse(Asked, await event.request.json().catch(() => null));
  if (!asked.success) return json({ error: { type: 'invalid_request' } }, { status: 400 });
  const { supabase } = event.locals;
  const { data, error } = await supabase.auth.getUser();
  if (error) return json({ error: { type: 'signed_out' } }, { status: 401 });
  // Under the caller's own policies: nobody finds the membership of another operation.
  const found = await supabase
    .from('members')
    .select()
    .eq('operation_id', asked.output.operation)
    .eq('user_id', data.user.id)
    .eq('active', true)
    .is('deleted_at', null);
  const member = parseRow('members', found.data?.[0]);
  if (!member || !maySeePeople({ role: member.role, teamId: member.team_id }))
    return json({ error: { type: 'not_found' } }, { status: 404 });
  try {
    await clearPhotos(serviceClient(event), asked.output.operation);
    return json({ cleared: true });
  } catch {
    return json({ error: { type: 'unavailable' } }, { status: 503 });
  }
};
