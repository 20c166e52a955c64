import { dev, version } from '$app/environment';
import { env } from '$env/dynamic/public';
import { ageFormat, defaultTimeZone, timeFormat } from '$lib/i18n/dates';
import { intlLocale } from '$lib/i18n/numbers';
import type { Locale } from '$lib/paraglide/runtime.js';
import { aheadPlace } from '$lib/state/ahead/ahead';
import type { AskOptions } from '$lib/state/ahead/ask';
import { askAhead } from '$lib/state/ahead/ask';
import type { WarmOptions } from '$lib/state/ahead/warm';
import { warmFormats } from '$lib/state/ahead/warm';
import { sessionCookie } from '$lib/state/session-cookie';

/**
 * The script by which a page asks for its rows before the app is there. It holds nothing of anybody:
 * the phone decides by its own cookie and its own databases whether to ask.
 * @param html the page, with SvelteKit's own script in it, whose nonce this one shares
 * @returns '' for a page that has none: one made at the build, which a phone keeps with its rows
 */
export const aheadScript = (html: string, locale: Locale): string => {
  const nonce = /<script nonce="([^"]+)"/.exec(html)?.[1];
  if (!nonce) return '';
  const ask: AskOptions = {
    url: (env.PUBLIC_SUPABASE_URL || '').replace(/\/$/, ''),
    publishableKey: env.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '',
    cookie: sessionCookie.name,
    place: aheadPlace,
  };
  const warm: WarmOptions = {
    locale: intlLocale(locale),
    age: ageFormat,
    time: { ...timeFormat, timeZone: defaultTimeZone },
  };
  const asking = `(${askAhead.toString()})(${inScript(ask)}).catch(() => {})`;
  const warming = `(${warmFormats.toString()})(${inScript(warm)})`;
  const begin = `<script type="module" src="/_app/immutable/entry/ahead.${version}.js"></script>`;
  return `<script nonce="${nonce}">${asking};${warming}</script>${dev ? '' : begin}`;
};

/** JSON that no element of the page can end early. */
const inScript = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');
