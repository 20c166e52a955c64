import { env } from '$env/dynamic/private';
import { env as publicEnv } from '$env/dynamic/public';
import { version } from '../../../package.json';
import type { RequestHandler } from './$types';

const patienceMs = 2_000;

/**
 * Whether the parts of this deployment answer: 200, or 503 when one does not. The embedded stack
 * answers this path itself, before the app; this is for the app beside a hosted Supabase.
 */
export const GET: RequestHandler = async ({ url, fetch }) => {
  const origin = env.SUPABASE_URL || publicEnv.PUBLIC_SUPABASE_URL || url.origin;
  const ask = async (path: string): Promise<'ok' | 'down'> => {
    try {
      const response = await fetch(new URL(path, origin), {
        headers: { apikey: publicEnv.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '' },
        signal: AbortSignal.timeout(patienceMs),
      });
      return response.status < 500 ? 'ok' : 'down';
    } catch {
      return 'down';
    }
  };
  // Reading a table answers from the database itself, also when it answers that nobody may.
  const [database, api] = await Promise.all([
    ask('/rest/v1/operations?select=id&limit=1'),
    ask('/auth/v1/health'),
  ]);
  const well = database === 'ok' && api === 'ok';
  return Response.json(
    { status: well ? 'ok' : 'down', database, api, app: 'ok', version },
    { status: well ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
};
