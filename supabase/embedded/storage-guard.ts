/** What the guard needs: the key that may do everything, and @supabase/lite behind it. */
export type StorageGuardOptions = {
  secretKey: string;
  forward: (request: Request) => Promise<Response>;
};

/**
 * Stands before @supabase/lite's /storage/v1:
 * - a form with a file, as supabase-js sends it in the browser, arrives as the plain file that
 *   lite expects (lite looks for a field that supabase-js leaves without a name);
 * - emptying a bucket, where lite asks only whether the caller sees one of its files, is for the
 *   secret key;
 * - files on the app's own origin are never pages that run as the app.
 */
export function storageGuard({ secretKey, forward }: StorageGuardOptions) {
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const empties = /^\/storage\/v1\/bucket\/[^/]+\/empty$/.test(pathname);
    if (empties && request.headers.get('apikey') !== secretKey) return forbidden();
    const response = await forward(await unwrapForm(request));
    const guarded = new Response(response.body, response);
    guarded.headers.set('content-security-policy', "default-src 'none'; sandbox");
    guarded.headers.set('x-content-type-options', 'nosniff');
    return guarded;
  };
}

function forbidden(): Response {
  const message = 'Only the secret key empties a bucket';
  return Response.json({ statusCode: '403', error: 'Unauthorized', message }, { status: 400 });
}

async function unwrapForm(request: Request): Promise<Request> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return request;
  const form = await request.formData();
  const file = [...form.values()].find((value) => value instanceof File);
  const headers = new Headers(request.headers);
  const cacheControl = form.get('cacheControl');
  if (typeof cacheControl === 'string') headers.set('cache-control', `max-age=${cacheControl}`);
  headers.set('content-type', file?.type ?? 'application/octet-stream');
  headers.set('content-length', String(file?.size ?? 0));
  return new Request(request.url, { method: request.method, headers, body: file ?? '' });
}
