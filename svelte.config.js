import adapter from '@sveltejs/adapter-node';
import { withShellPreloads } from './scripts/lib/shell-preloads.mjs';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: withShellPreloads(adapter({ precompress: true })),
    // The same sources are the same version, wherever they are built: phones fetch nothing anew.
    version: { name: process.env.DAYLIGHT_BUILD ?? String(Date.now()) },
    // One kept page answers every address, however deep.
    paths: { relative: false },
    // Registered by the app itself, when the first list is on the screen (src/lib/shell).
    serviceWorker: { register: false, files: (file) => !file.endsWith('.md') },
    // A page's style sheet travels inside the page while it is smaller than this many bytes:
    // on a 300 ms link one round trip costs more than the bytes.
    inlineStyleThreshold: 16_000,
    // Map tiles come from the https address that an operation's settings name, and Supabase may be
    // another host; scripts come from here alone.
    csp: {
      mode: 'auto',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:', 'https:'],
        'connect-src': ['self', 'https:', 'wss:'],
        'font-src': ['self'],
        'worker-src': ['self'],
        'manifest-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['self'],
        'form-action': ['self'],
        'frame-ancestors': ['none'],
      },
    },
    typescript: {
      config: (config) => {
        config.include.push('../scripts/**/*.ts', '../supabase/**/*.ts', '../*.ts');
        return config;
      },
    },
  },
};
