import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { StartError } from './start-error.ts';

const root = join(import.meta.dirname, '..', '..');
const Built = v.object({ handler: v.function() });

export type AppEnvironment = {
  /** Where the server code of the app reaches Supabase. */
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
};

/** Sets what the app reads from the environment; the browser talks to the page's own origin. */
export function setAppEnvironment(app: AppEnvironment): void {
  Object.assign(process.env, {
    SUPABASE_URL: app.supabaseUrl,
    SUPABASE_SECRET_KEY: app.secretKey,
    PUBLIC_SUPABASE_URL: '',
    PUBLIC_SUPABASE_PUBLISHABLE_KEY: app.publishableKey,
    PROTOCOL_HEADER: 'x-forwarded-proto',
    BODY_SIZE_LIMIT: process.env['BODY_SIZE_LIMIT'] ?? '5M',
  });
}

/** SvelteKit's handler as `npm run build` made it. */
export async function builtApp(): Promise<RequestListener> {
  const path = join(root, 'build', 'handler.js');
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StartError(`The built app does not load: ${reason}. Run "npm run build" again.`);
  }
  return v.parse(Built, module).handler;
}

/** Vite with hot reload, on the same port as everything else. */
export async function developmentApp(server: Server) {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root,
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
  });
  const app: RequestListener = (request, response) => {
    vite.middlewares(request, response);
  };
  return { app, close: () => vite.close() };
}
