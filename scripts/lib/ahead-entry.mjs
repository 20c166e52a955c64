/**
 * The file that begins the session while the screens are still on their way: beside SvelteKit's own
 * entries, and named by the version, for the server has to name it without a manifest.
 * @param {string} version as in svelte.config.js
 * @returns {import('vite').Plugin}
 */
export const aheadEntry = (version) => ({
  name: 'daylight-ahead-entry',
  apply: 'build',
  buildStart() {
    if (this.environment.config.consumer !== 'client') return;
    this.emitFile({
      type: 'chunk',
      id: 'src/lib/state/ahead/begin.ts',
      fileName: `_app/immutable/entry/ahead.${version}.js`,
    });
  },
});
