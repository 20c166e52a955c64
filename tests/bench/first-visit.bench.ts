import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { DemoAccount } from '../../supabase/embedded/demo.ts';
import { startInstance, temporaryDirectory } from '../support/instance.ts';
import { median, type Measurement } from './measure.ts';

/** The network and the phone of the field: 3G at 700 kbit/s with 300 ms, a processor four times slower. */
const field3g = { kbps: 700, rttMs: 300, cpu: 4 };
const visits = 5;
const systemChromium = '/usr/bin/chromium';
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, locale: 'ar' };

/**
 * The first visit of a phone with an empty cache: largest contentful paint of the sign-in, and of the
 * task list with a session and nothing else on the phone, beside a page of one line of text in the
 * same run. Needs a built app (`npm run build`).
 */
export default async function firstVisitBench(): Promise<Measurement[]> {
  const directory = temporaryDirectory();
  const instance = await startInstance(directory.path);
  const browser = await chromium.launch({
    ...(existsSync(systemChromium) ? { executablePath: systemChromium } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const state = await signIn(browser, instance.origin, directory.path);
    // One line of text, without script or style: what the network alone costs.
    const bare = await paintMs(browser, `${instance.origin}/health`, () =>
      browser.newContext(phone),
    );
    const login = await paintMs(browser, `${instance.origin}/login`, () =>
      browser.newContext(phone),
    );
    // What stands there until the rows are here is no task list; when they are, the largest paint of
    // that frame may well be another part of the page.
    const list = await paintMs(
      browser,
      `${instance.origin}/field`,
      () => browser.newContext({ ...phone, storageState: state }),
      'main a[href^="/field/tasks/"]',
    );
    const detail = (runs: readonly number[]) =>
      `median of ${runs.length}, ${Math.min(...runs).toFixed(0)} to ${Math.max(...runs).toFixed(0)}; a bare page ${median(bare).toFixed(0)} ms`;
    return [
      { name: 'the sign-in on Field 3G, LCP', measured: median(login), budget: 1_200 },
      { name: 'the task list on Field 3G, LCP', measured: median(list), budget: 2_500 },
    ].map((each, at) => ({ ...each, unit: 'ms', detail: detail(at === 0 ? login : list) }));
  } finally {
    await browser.close();
    await instance.stop();
    directory.remove();
  }
}

/** The cookies and what else a phone remembers after signing in; its databases are not part of it. */
async function signIn(browser: Browser, origin: string, directory: string) {
  const accounts = JSON.parse(
    readFileSync(join(directory, 'demo-accounts.json'), 'utf8'),
  ) as DemoAccount[];
  const account = accounts.find(({ role }) => role === 'coordinator');
  if (!account) throw new Error('the demo has no coordinator');
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.goto(`${origin}/login`);
  await page.locator('input[type=email]').fill(account.email);
  await page.locator('input[type=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
  await page.locator('main a[href^="/field/tasks/"]').first().waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/**
 * @param awaited a selector: what was painted without it on the page does not count
 * @returns ms from the start of the navigation to its largest contentful paint, or to the frame that
 *   shows what is awaited if that comes later, one a visit
 */
async function paintMs(
  browser: Browser,
  url: string,
  open: () => Promise<BrowserContext>,
  awaited = 'body',
): Promise<number[]> {
  const runs: number[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const context = await open();
    const page = await context.newPage();
    await slowDown(page);
    await page.addInitScript(noteFrameWith, awaited);
    await page.goto(url);
    runs.push(await largestPaint(page));
    await context.close();
  }
  return runs;
}

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const bytesPerSecond = (field3g.kbps * 1_000) / 8;
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: field3g.rttMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: field3g.cpu });
}

/** Runs in the page: `awaitedAt` is the time of the first frame that has the element. */
function noteFrameWith(awaited: string): void {
  const look = () => {
    if (document.querySelector(awaited))
      Object.assign(globalThis, { awaitedAt: performance.now() });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Resolves when what is awaited is there and nothing larger has been painted for a while. */
const largestPaint = (page: Page): Promise<number> =>
  page.evaluate(
    (quietMs) =>
      new Promise<number>((resolve) => {
        let latest = 0;
        let timer = 0;
        const settle = () => {
          clearTimeout(timer);
          timer = window.setTimeout(() => {
            const { awaitedAt } = globalThis as { awaitedAt?: number };
            if (awaitedAt !== undefined && latest > 0) resolve(Math.max(latest, awaitedAt));
            else settle();
          }, quietMs);
        };
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntries()) latest = startTime;
          settle();
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        settle();
      }),
    4_000,
  );
