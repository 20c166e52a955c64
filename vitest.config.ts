import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of the time of a test of the database or the stack is the server's: one worker more than
    // Vitest takes on two cores takes a third off the run.
    maxWorkers: 2,
    projects: [
      {
        plugins: [sveltekit()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'unit',
          // Faster than processes, where nothing is started but tests.
          pool: 'threads',
          // One evaluation of every module for all files of a worker takes a quarter of the time. So a
          // test puts back what it changed of the world, and replaces no module (vi.mock).
          isolate: false,
          // Compiled for a browser: for a server, runes are plain variables and effects never run.
          environment: './tests/support/runes-environment.ts',
          server: { deps: { inline: ['svelte'] } },
          include: ['src/**/*.test.ts'],
          // The longest takes a third of a second, but for two that name a limit of their own: the
          // rest is for a machine that does other work as well.
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'db',
          environment: 'node',
          isolate: false,
          include: ['tests/db/**/*.test.ts'],
          globalSetup: 'tests/support/postgres-setup.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'stack',
          environment: 'node',
          include: ['tests/stack/**/*.test.ts'],
          globalSetup: 'tests/support/postgres-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'sim',
          environment: 'node',
          include: ['tests/sim/**/*.test.ts'],
          globalSetup: 'tests/support/postgres-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
