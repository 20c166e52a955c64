import { getTextDirection } from '$lib/paraglide/runtime.js';
import { paraglideMiddleware } from '$lib/paraglide/server.js';
import { callerClient } from '$lib/server/supabase';
import { aheadScript } from '$lib/server/ahead-script';
import { sessionCookie } from '$lib/state/session-cookie';
import type { Handle, RequestEvent } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';

const isBehindSignIn = ({ route, cookies }: RequestEvent): boolean =>
  (route.id?.startsWith('/(app)') ?? false) &&
  cookies.getAll().some(({ name }) => name.startsWith(sessionCookie.name));

/** The reader's language, in the page's first byte. */
const language: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ request, locale }) => {
    event.request = request;
    return resolve(event, {
      transformPageChunk: ({ html }) =>
        html
          .replaceAll('%lang%', locale)
          .replace('%dir%', getTextDirection(locale))
          .replace('%ahead%', () => (isBehindSignIn(event) ? aheadScript(html, locale) : '')),
    });
  });

/** `locals.supabase` acts as the caller; made only where something asks for it. */
const caller: Handle = ({ event, resolve }) => {
  let client: App.Locals['supabase'] | undefined;
  Object.defineProperty(event.locals, 'supabase', {
    get: () => (client ??= callerClient(event)),
  });
  return resolve(event);
};

export const handle = sequence(language, caller);
