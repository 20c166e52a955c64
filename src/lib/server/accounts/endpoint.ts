import { env } from '$env/dynamic/private';
import { json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { requireAdmin, serviceClient, type AdminError } from '../supabase.ts';
import type { AccountServices } from './services.ts';

const statusOf: Record<AdminError['type'], number> = {
  signed_out: 401,
  not_allowed: 403,
  unavailable: 503,
};
const hourMs = 3_600_000;
const defaultLinkHours = 24;

/**
 * A POST that only admins of the named operation may make. The answer is `run`'s as JSON; else
 * `{ error: { type, field? } }` with 400, 401, 403, 415 or 503.
 *
 * @param schema the body's; it names the operation
 */
export const adminEndpoint =
  <Body extends { operationId: string }>(
    schema: v.GenericSchema<unknown, Body>,
    run: (services: AccountServices, body: Body) => Promise<unknown>,
  ) =>
  async (event: RequestEvent): Promise<Response> => {
    // A page elsewhere can post forms with the caller's cookies, but no JSON.
    if (!/^application\/json\b/iu.test(event.request.headers.get('content-type') ?? '')) {
      return json({ error: { type: 'not_json' } }, { status: 415 });
    }
    const body: unknown = await event.request.json().catch(() => null);
    const parsed = v.safeParse(schema, body);
    if (!parsed.success) {
      const field = v.getDotPath(parsed.issues[0]);
      return json({ error: { type: 'invalid_request', field } }, { status: 400 });
    }
    const { operationId } = parsed.output;
    const admin = await requireAdmin(event, operationId);
    if (!admin.ok) return json({ error: admin.error }, { status: statusOf[admin.error.type] });
    return json(await run(servicesOf(event, operationId), parsed.output));
  };

const servicesOf = (event: RequestEvent, operationId: string): AccountServices => ({
  caller: event.locals.supabase,
  service: serviceClient(event),
  operationId,
  // .invalid is reserved: no mail can ever go there.
  accountDomain: env.ACCOUNT_DOMAIN || 'account.invalid',
  linkLifetimeMs: (Number(env.JOIN_LINK_HOURS) || defaultLinkHours) * hourMs,
  now: () => Date.now(),
});
