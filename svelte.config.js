import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ precompress: true }),
    // A page's style sheet travels inside the page while it is smaller than this many bytes:
    // on a 300 ms link one round trip costs more than the bytes.
    inlineStyleThreshold: 16_000,
    typescript: {
      config: (config) => {
        config.include.push('../scripts/**/*.ts', '../supabase/**/*.ts', '../*.ts');
        return config;
      },
    },
  },
};
