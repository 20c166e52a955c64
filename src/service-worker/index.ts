/**
 * Keeps the app on the phone: docs/decisions/0010-the-shell.md.
 * It never takes over by itself while a page is open: src/lib/shell decides when [H2].
 */
import { version } from '$service-worker';
import { answerTo } from './answer.ts';
import { keepWhole } from './keep.ts';
import { cacheName, cachePrefix } from './names.ts';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('install', (event) => event.waitUntil(keepWhole()));

worker.addEventListener('activate', (event) => {
  const takeOver = async () => {
    for (const name of await caches.keys())
      if (name.startsWith(cachePrefix) && name !== cacheName) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(takeOver());
});

worker.addEventListener('fetch', (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(worker.skipWaiting());
  else if (event.data === 'which version') event.ports[0]?.postMessage(version);
});
