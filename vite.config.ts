import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Left alone, every icon and every shared component is a file of its own: 76 requests for the task
 * list on a link where each one costs 300 ms. What the same pages share travels together.
 */
const shared = {
  name: 'shared',
  // What brings supabase-js along stays by itself: a module takes its libraries with it.
  test: /@lucide|\/src\/lib\/(?!state\/supabase\.ts)/,
  minShareCount: 2,
  entriesAware: true,
  entriesAwareMergeThreshold: 120_000,
};

/**
 * The runtime that every module calls while it is read: shared chunks may import each other in a
 * circle, and this one has to be ready before any of them.
 */
const runtime = { name: 'svelte', test: /node_modules\/(svelte|esm-env|clsx)\//, priority: 10 };

/**
 * For the browser alone. SvelteKit builds both sides from one configuration, in which isSsrBuild is
 * never true; on the server such chunks can import each other in a circle, and the build fails.
 */
const sharedChunks: Plugin = {
  name: 'daylight-shared-chunks',
  outputOptions(options) {
    if (this.environment.config.consumer !== 'client') return null;
    return { ...options, codeSplitting: { groups: [runtime, shared] } };
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
