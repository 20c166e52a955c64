import { version } from '$service-worker';

/** Each version keeps its files in a cache of its own: nothing is ever mixed [H2]. */
export const cachePrefix = 'daylight app ';
export const cacheName = `${cachePrefix}${version}`;

/** Made at the build (src/routes/shell); it names its version. */
export const shellPath = '/shell';
/** Which Supabase the app talks to: the server's word, not the build's. */
export const settingsPath = '/_app/env.js';
