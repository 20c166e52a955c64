import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import type { Settings } from './tests/e2e/support/settings.ts';

/**
 * Browser tests: the real stack with the demo operation, started once for the run on a free port
 * with a data directory of its own, and the system's Chromium where there is one.
 *
 *   npx playwright test                          every test
 *   npx playwright test --project=phone-ar       one screen size and language
 *   SCREENSHOTS=on npx playwright test --project=screenshots   writes docs/screenshots
 */
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

// Workers read this file again: what the first reading chose comes to them by the environment.
if (process.env.DAYLIGHT_E2E_PORT === undefined) {
  const directory = mkdtempSync(join(tmpdir(), 'daylight-e2e-'));
  process.env.DAYLIGHT_E2E_DATA = directory;
  process.env.DAYLIGHT_E2E_PORT = String(await freePort());
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
}
const port = process.env.DAYLIGHT_E2E_PORT;
const baseURL = `http://127.0.0.1:${port}`;
const chromium = '/usr/bin/chromium';
const phone = { width: 360, height: 640 };
const laptop = { width: 1440, height: 900 };

export default defineConfig<Settings>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
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
      testIgnore: ['phone/**', 'screenshots/**'],
      use: { language: 'en', viewport: laptop },
    },
    {
      name: 'phone-en',
      testMatch: 'everywhere/**',
      use: { language: 'en', viewport: phone, hasTouch: true },
    },
    {
      name: 'laptop-ar',
      testMatch: 'everywhere/**',
      use: { language: 'ar', viewport: laptop },
    },
    ...(process.env.SCREENSHOTS === 'on'
      ? [{ name: 'screenshots', testMatch: 'screenshots/**' }]
      : []),
  ],
  webServer: {
    command: `${join('node_modules', '.bin', 'node')} scripts/start.mjs`,
    env: {
      ...(process.env as Record<string, string>),
      PORT: port,
      DATA_DIR: process.env.DAYLIGHT_E2E_DATA ?? '',
    },
    url: `${baseURL}/health`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
