import { build, files } from '$service-worker';
import { isAppPage } from '../lib/shell/app-pages.ts';
import { cacheName, settingsPath, shellPath } from './names.ts';

const kept = new Set([...build, ...files]);

/**
 * The answer of this version to a request of a page, or null where the server answers [H1]:
 * everything that is no file of the app and no page of it.
 */
export const answerTo = (event: FetchEvent): Promise<Response> | null => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return null;
  if (request.mode === 'navigate') return isAppPage(pathname) ? shellFor(request) : null;
  if (pathname === settingsPath) return settings(event);
  return kept.has(pathname) ? fromThisVersion(pathname, request) : null;
};

/** The kept page is one for every address; what the server forbids a page, it forbids here too. */
const shellFor = async (request: Request): Promise<Response> => {
  const shell = await (await caches.open(cacheName)).match(shellPath);
  if (!shell) return fetch(request);
  const headers = new Headers(shell.headers);
  headers.set('content-security-policy', "frame-ancestors 'none'");
  return new Response(shell.body, { headers });
};

/** A browser may have thrown the cache away. */
const fromThisVersion = async (path: string, request: Request): Promise<Response> =>
  (await (await caches.open(cacheName)).match(path)) ?? fetch(request);

/** At once from the phone, and fetched anew for the next start: an operator may change it. */
const settings = async (event: FetchEvent): Promise<Response> => {
  const cache = await caches.open(cacheName);
  const answer = await cache.match(settingsPath);
  const refreshing = fetch(settingsPath, { cache: 'no-cache' }).then(async (fresh) => {
    if (fresh.ok) await cache.put(settingsPath, fresh.clone());
    return fresh;
  });
  if (!answer) return refreshing;
  event.waitUntil(refreshing.catch(() => undefined));
  return answer;
};
