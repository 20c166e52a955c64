import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { aheadEntry } from './scripts/lib/ahead-entry.mjs';
import { foldNodes } from './scripts/lib/fold-nodes.mjs';
import { staticIcons } from './scripts/lib/static-icons.mjs';

/**
 * How the app is cut into files. Left alone, every icon and every shared component is a file of its
 * own: 76 requests for the task list on a link where each one costs 300 ms. The layers lie on top of
 * each other, each with what it imports, so that no two files can wait for each other:
 * the runtime, then the engine, then the task list with all that it needs, its texts too, then the texts of the other
 * pages, which import the runtime alone, then what the other pages share.
 */
const runtime = {
  name: 'runtime',
  test: /rolldown\/runtime|node_modules\/(svelte|esm-env|clsx|valibot)\/|\/paraglide\/(runtime|registry)\.js/,
  priority: 5,
};
/** The session, the engine and the phone's own store: they begin before the screens are there. */
const engine = {
  name: 'engine',
  test: /\/src\/lib\/state\/ahead\/this-page/,
  priority: 4,
};
/**
 * Every page imports it, for the router is in it: a text that it has is in no file of its own. The
 * page of an error is there because the router asks for it before any other.
 */
const taskList = {
  name: 'list',
  test: /\/src\/routes\/(\(app\)\/(field\/)?)?\+(layout|page)\.(svelte|ts)|\/src\/routes\/\+error\.svelte|kit\/src\/runtime\/client\//,
  priority: 3,
};
/** Texts weigh more than what shows them: a page brings its own, and few of others. */
const texts = {
  name: 'texts',
  test: /\/paraglide\/messages\//,
  minShareCount: 2,
  entriesAware: true,
  priority: 2,
};
/** Not merged by size, as texts are: two such files could come to import each other. */
const shared = {
  name: 'shared',
  // A module takes its libraries with it: what brings supabase-js or Leaflet along stays by itself,
  // and so do the words of care, which few pages have.
  test: /@lucide|\/src\/lib\/(?!state\/supabase\.ts|map\/|i18n\/care-labels)/,
  minShareCount: 2,
  entriesAware: true,
  priority: 1,
};

/**
 * For the browser alone. SvelteKit builds both sides from one configuration, in which isSsrBuild is
 * never true; on the server such chunks can import each other in a circle, and the build fails.
 */
const sharedChunks: Plugin = {
  name: 'daylight-shared-chunks',
  outputOptions(options) {
    if (this.environment.config.consumer !== 'client') return null;
    // The names of what pages share would list all of these pages, in the file that every page needs.
    const assetFileNames = '_app/immutable/assets/[hash][extname]';
    return {
      ...options,
      assetFileNames,
      codeSplitting: { groups: [runtime, engine, taskList, texts, shared] },
    };
  },
};

// Both SvelteKit and the file that begins ahead are named by it.
process.env.DAYLIGHT_BUILD ??= String(Date.now());

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/paraglide',
      // Who chose a language keeps it; who did not gets the language of the browser.
      strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
      cookieMaxAge: 60 * 60 * 24 * 400,
      emitReadme: false,
      emitGitIgnore: false,
      emitPrettierIgnore: false,
    }),
    staticIcons(),
    sveltekit(),
    sharedChunks,
    aheadEntry(process.env.DAYLIGHT_BUILD ?? ''),
    foldNodes(),
  ],
  build: { target: 'es2022' },
});
