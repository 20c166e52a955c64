import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Left alone, every icon and every shared component is a file of its own: 76 requests for the task
 * list on a link where each one costs 300 ms. What the same pages share travels together.
 */
const shared = {
  name: 'shared',
  // A module takes its libraries with it: what brings supabase-js or Leaflet along stays by itself.
  test: /@lucide|\/src\/lib\/(?!state\/supabase\.ts|map\/)/,
  minShareCount: 2,
  entriesAware: true,
  entriesAwareMergeThreshold: 120_000,
};

/**
 * Texts weigh more than what shows them: a page brings its own, and few of others. Merged as freely
 * as code, those of the whole administration came with the task list.
 */
const texts = {
  ...shared,
  name: 'texts',
  test: /\/paraglide\/messages\//,
  entriesAwareMergeThreshold: 8_000,
  priority: 1,
};

/**
 * The runtime and the vocabulary that modules call while they are read: shared chunks may import each other in a
 * circle, and this one has to be ready before any of them.
 */
const runtime = {
  name: 'svelte',
  test: /node_modules\/(svelte|esm-env|clsx|valibot)\/|\/src\/lib\/domain\//,
  priority: 10,
};

/**
 * For the browser alone. SvelteKit builds both sides from one configuration, in which isSsrBuild is
 * never true; on the server such chunks can import each other in a circle, and the build fails.
 */
const sharedChunks: Plugin = {
  name: 'daylight-shared-chunks',
  outputOptions(options) {
    if (this.environment.config.consumer !== 'client') return null;
    return { ...options, codeSplitting: { groups: [runtime, texts, shared] } };
  },
};

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
    sveltekit(),
    sharedChunks,
  ],
  build: { target: 'es2022' },
});
