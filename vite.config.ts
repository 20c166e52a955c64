import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const shared = {
  name: 'shared',
  test: /@lucide|\/src\/lib\//,
  minShareCount: 2,
  entriesAware: true,
  entriesAwareMergeThreshold: 12_000,
};

export default defineConfig(({ isSsrBuild }) => ({
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
  ],
  build: {
    target: 'es2022',
    // Left alone, every icon and every shared component is a file of its own: 76 requests for the
    // task list on a link where each one costs 300 ms. What the same pages share travels together.
    rolldownOptions: isSsrBuild ? {} : { output: { codeSplitting: { groups: [shared] } } },
  },
}));
