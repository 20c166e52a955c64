import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { systemBrowser } from './scripts/lib/browser.mjs';
import { allScreens, type Settings } from './tests/e2e/support/settings.ts';

/**
 * Browser tests: the real stack with the demo operation, started once for the run on a free port
 * with a data directory of its own, and the system's browser where there is one (browser.mjs).
 *
 *   npx playwright test                          every test
 *   npx playwright test --project=phone-ar       one screen size and language
 *   npm run test:screens                         screens and jobs in the other sizes and languages too
 *   TRACE=on npx playwright test                 keeps a trace of each test that fails
 *   SCREENSHOTS=on npx playwright test --project=screenshots   writes docs/screenshots
 *
 * With DAYLIGHT_E2E_PORT and DAYLIGHT_E2E_DATA set, a stack that already runs there is used.
 */
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

// Workers read this file again: what the first reading chose comes to them by the environment.
const startsStack = process.env.DAYLIGHT_E2E_PORT === undefined;
if (startsStack) {
  const made = mkdtempSync(join(tmpdir(), 'daylight-e2e-'));
  process.env.DAYLIGHT_E2E_DATA = made;
  process.env.DAYLIGHT_E2E_PORT = String(await freePort());
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
}
const { DAYLIGHT_E2E_PORT: port = '', DAYLIGHT_E2E_DATA: directory = '' } = process.env;
const baseURL = `http://127.0.0.1:${port}`;
const executablePath = systemBrowser();
/**
 * Each run reads every screen with axe, on a phone in Arabic, does every job of a phone there (the
 * whole shift in English too) and every job of a laptop in English. The other pairs of size and
 * language have their own command, npm run test:screens.
 */
const phone = { width: 360, height: 640 };
const laptop = { width: 1440, height: 900 };

export default defineConfig<Settings>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL,
    // Kept of every step, a trace takes a tenth of the whole run.
    trace: process.env.TRACE === 'on' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    // Every browser would fetch the whole app once more: tests of the kept app ask for it (wired.ts).
    serviceWorkers: 'block',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'phone-ar',
      testIgnore: ['laptop/**', 'screenshots/**'],
      use: { language: 'ar', viewport: phone, hasTouch: true },
    },
    {
      name: 'laptop-en',
      testIgnore: [
        'phone/**',
        'screenshots/**',
        ...(allScreens ? [] : ['screens.spec.ts', 'everywhere/**']),
      ],
      use: { language: 'en', viewport: laptop },
    },
    ...(allScreens
      ? [
          {
            name: 'phone-en',
            testMatch: 'everywhere/**',
            use: { language: 'en' as const, viewport: phone, hasTouch: true },
          },
          {
            name: 'laptop-ar',
            testMatch: 'everywhere/**',
            use: { language: 'ar' as const, viewport: laptop },
          },
        ]
      : []),
    ...(process.env.SCREENSHOTS === 'on'
      ? [{ name: 'screenshots', testMatch: 'screenshots/**' }]
      : []),
  ],
  ...(startsStack
    ? {
        webServer: {
          command: `${join('node_modules', '.bin', 'node')} scripts/start.mjs`,
          env: { PORT: port, HOST: '127.0.0.1', DATA_DIR: directory },
          wait: { stdout: /Daylight is ready/ },
          timeout: 180_000,
          gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
        },
      }
    : {}),
});
