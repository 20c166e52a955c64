import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

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
  ],
  build: { target: 'es2022' },
});
