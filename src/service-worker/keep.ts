import { build, files, version } from '$service-worker';
import { cacheName, settingsPath, shellPath } from './names.ts';

/** A thin line carries the rows as well. */
const atOnce = 3;

/**
 * Fetches this version whole, beside the one that is in use [H2]. What an attempt that was cut off
 * has kept is there for the next one.
 * @throws when a file cannot be had, or the server has another version by now: the browser keeps
 *   the version that it has, and the next start tries again
 */
export const keepWhole = async (): Promise<void> => {
  const cache = await caches.open(cacheName);
  const jobs = [
    ...build.map((path) => () => keepHashed(cache, path)),
    ...[...files, settingsPath].map((path) => () => keepFresh(cache, path)),
  ];
  const workers = Array.from({ length: atOnce }, async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  });
  await Promise.all(workers);
  // Last: whoever serves this page serves the files of this version too.
  const shell = await fetched(shellPath, { cache: 'no-cache' });
  if (!(await shell.clone().text()).includes(`data-version="${version}"`))
    throw new Error('The server has another version.');
  await cache.put(shellPath, shell);
};

/** A file whose name tells its content is the same in every version, and fetched once. */
const keepHashed = async (cache: Cache, path: string): Promise<void> => {
  if (await cache.match(path)) return;
  await cache.put(path, (await caches.match(path)) ?? (await fetched(path)));
};

const keepFresh = async (cache: Cache, path: string): Promise<void> =>
  cache.put(path, await fetched(path, { cache: 'no-cache' }));

const fetched = async (path: string, init?: RequestInit): Promise<Response> => {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
};
