import { archiveOf } from '$lib/server/evidence/archive';
import { readContent } from '$lib/server/evidence/content';
import { noteExport } from '$lib/server/evidence/note-export';
import { readNames } from '$lib/server/evidence/names';
import { buildPackage } from '$lib/server/evidence/package';
import { requireAdmin, serviceClient } from '$lib/server/supabase';
import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const uuid = v.pipe(v.string(), v.uuid());
const Asked = v.object({
  operation: uuid,
  items: v.pipe(v.array(uuid), v.minLength(1), v.maxLength(100)),
  to: v.pipe(v.string(), v.maxLength(200)),
});

/** `POST {operation, items, to}`: the export package as a ZIP [V5]; the export is in the custody first. */
export const POST: RequestHandler = async (event) => {
  const asked = v.safeParse(Asked, await event.request.json().catch(() => null));
  if (!asked.success) return json({ error: { type: 'invalid_request' } }, { status: 400 });
  const { operation, items, to } = asked.output;
  const admin = await requireAdmin(event, operation);
  if (!admin.ok) {
    const status = { signed_out: 401, not_allowed: 403, unavailable: 503 }[admin.error.type];
    return json({ error: admin.error }, { status });
  }
  const caller = event.locals.supabase;
  try {
    await noteExport(caller, operation, items, to);
    const content = await readContent(caller, operation, items);
    const made = buildPackage(content, await readNames(caller, content));
    return new Response(archiveOf(made, serviceClient(event), new Date()), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="evidence-${content.exported_at.slice(0, 10)}.zip"`,
        'cache-control': 'no-store',
        'x-package-fingerprint': made.fingerprint,
      },
    });
  } catch {
    return json({ error: { type: 'unavailable' } }, { status: 503 });
  }
};
