import type { Environment } from 'vitest/runtime';

/**
 * The environment of the unit tests: Node as it is, with the code compiled for a browser. In what
 * Svelte compiles for a server, runes are plain variables and effects never run.
 */
export default {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
