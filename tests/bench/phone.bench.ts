import { existsSync } from 'node:fs';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import type { Sql } from 'postgres';
import { startInstance, temporaryDirectory, type Instance } from '../support/instance.ts';
import { MainThread, type Busy } from './long-tasks.ts';
import { median, type Measurement } from './measure.ts';
import { wordsIn } from '../e2e/support/words.ts';
import { changeTasks, fillOperation, type BusyOperation } from './phone-rows.ts';

/** An old phone of the field beside the machine that measures. */
const slower = 4;
const taps = 10;
const account = { email: 'bench@daylight.example', password: crypto.randomUUID() };
const systemChromium = '/usr/bin/chromium';
const phone = {
  viewport: { width: 360, height: 640 },
  hasTouch: true,
  locale: 'ar-SY',
  timezoneId: 'Asia/Damascus',
};
const longestTaskMs = 200;

/**
 * A coordinator's phone with 20,000 rows, processor four times slower: the longest task of the main
 * thread while it syncs, opens, scrolls, filters, searches and hears of changes; a tap from the
 * finger to the changed status. Needs a built app (`npm run build`).
 */
export default async function phoneBench(): Promise<Measurement[]> {
  const directory = temporaryDirectory();
  const instance = await startInstance(directory.path, { DEMO: 'off' });
  const sql = instance.sql();
  const browser = await launch();
  try {
    const operation = await fill(instance, sql);
    const context = await browser.newContext(phone);
    await context.addInitScript(noteDurableRecords);
    const page = await context.newPage();
    return [
      ...(await firstSync(page, instance.origin, operation)),
      ...(await opening(page, instance.origin, operation, sql)),
      ...(await list(page, operation, sql)),
      ...(await tapping(page, instance.origin, operation)),
    ];
  } finally {
    await browser.close();
    await sql.end();
    await instance.stop();
    directory.remove();
  }
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(existsSync(systemChromium) ? { executablePath: systemChromium } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

async function fill(instance: Instance, sql: Sql): Promise<BusyOperation> {
  const { data, error } = await instance.service().auth.admin.createUser({
    ...account,
    email_confirm: true,
  });
  if (error) throw error;
  return fillOperation(sql, data.user.id);
}

const task = (name: string, { longestMs, wallMs, longTasks }: Busy): Measurement => ({
  name: `20,000 rows on the phone, ${name}: the longest task`,
  measured: longestMs,
  budget: longestTaskMs,
  unit: 'ms',
  detail: `of the processor; ${wallMs.toFixed(0)} ms by the wall clock; ${longTasks} tasks over 50 ms`,
});

/** From the press on "sign in", with an empty phone. */
async function firstSync(
  page: Page,
  origin: string,
  { rows, active }: BusyOperation,
): Promise<Measurement[]> {
  await page.goto(`${origin}/login`);
  await page.locator('input[type=email]').fill(account.email);
  await page.locator('input[type=password]').fill(account.password);
  const thread = await MainThread.of(page, slower);
  let seconds = 0;
  const busy = await thread.during(async () => {
    await page.locator('button[type=submit]').click();
    await whole(page, active);
    seconds = (await sincePull(page)) / 1_000;
  });
  return [
    {
      name: `first sync of ${rows} rows, from the first question to the whole list`,
      measured: seconds,
      budget: rows / 7_000,
      unit: 's',
      detail: `${(rows / seconds).toFixed(0)} rows a second, the server on the same machine`,
    },
    task('first sync', busy),
  ];
}

/** The page is opened again: at rest, and with 1,000 changes that have come meanwhile. */
async function opening(
  page: Page,
  origin: string,
  { id, active }: BusyOperation,
  sql: Sql,
): Promise<Measurement[]> {
  const open = async () => {
    await page.goto('about:blank');
    const thread = await MainThread.of(page, slower);
    let shownMs = 0;
    const busy = await thread.during(async () => {
      await page.goto(`${origin}/field`, { waitUntil: 'commit' });
      await page.locator('main a[href^="/field/tasks/"]').first().waitFor();
      shownMs = await page.evaluate(() => performance.now());
      await whole(page, active);
    });
    return { shownMs, busy };
  };
  const atRest = await open();
  await page.goto('about:blank');
  await changeTasks(sql, id, 1_000);
  const behind = await open();
  return [
    {
      name: '20,000 rows on the phone, opened again: the list shows',
      measured: atRest.shownMs,
      budget: 1_000,
      unit: 'ms',
      detail: 'from the navigation, the page itself from the server on the same machine',
    },
    task('opened again', atRest.busy),
    task('opened again with 1,000 changes to fetch', behind.busy),
  ];
}

/** Everything that is done with the list, and to it. */
async function list(
  page: Page,
  { id, task: changed }: BusyOperation,
  sql: Sql,
): Promise<Measurement[]> {
  const thread = await MainThread.of(page, slower);
  const devtools = await page.context().newCDPSession(page);
  const holders = page.locator('.holders button');
  const openFilters = page.locator('[aria-controls=filters][aria-expanded=false]');
  const filters = await thread.during(async () => {
    await holders.last().click();
    await openFilters.click();
    const selects = page.locator('#filters select');
    await selects.first().selectOption('all');
    await selects.last().selectOption('release');
    await selects.last().selectOption('');
    await selects.first().selectOption('active');
    await holders.first().click();
    await holders.last().click();
  });
  const search = await thread.during(async () => {
    await openFilters.click();
    const field = page.locator('#filters input[type=search]');
    await field.pressSequentially('الممر 33', { delay: 120 });
    await found(page);
    await field.press('Control+A');
    await field.press('Delete');
  });
  const scroll = await thread.during(() => scrollDown(devtools, 12_000));
  await page.evaluate(() => scrollTo(0, 0));
  await holders.first().click();
  const one = await thread.during(async () => {
    await sql`update public.tasks set people_expected = 777 where id = ${changed}`;
    await page
      .locator(`a[href="/field/tasks/${changed}"]`)
      .filter({ hasText: /777|٧٧٧/ })
      .waitFor();
  });
  const many = await thread.during(async () => {
    await changeTasks(sql, id, 1_000);
    await sql`update public.tasks set people_expected = 888 where id = ${changed}`;
    await page
      .locator(`a[href="/field/tasks/${changed}"]`)
      .filter({ hasText: /888|٨٨٨/ })
      .waitFor();
  });
  return [
    task('filters', filters),
    task('a search typed', search),
    task('the list scrolled', scroll),
    task('one change heard', one),
    task('1,000 changes heard', many),
  ];
}

/** A step of the task, done and taken up again, each time on the disk before it shows. */
async function tapping(
  page: Page,
  origin: string,
  { task: id }: BusyOperation,
): Promise<Measurement[]> {
  const words = wordsIn('ar');
  const [done, resume] = [words.field_step_done(), words.field_step_resume()];
  await page.goto(`${origin}/field`);
  await page.locator(`main a[href="/field/tasks/${id}"]`).click();
  await page.getByRole('button', { name: done }).waitFor();
  const thread = await MainThread.of(page, slower);
  const shown: number[] = [];
  const busy = await thread.during(async () => {
    for (let tap = 0; tap < taps; tap += 1) {
      const [from, to] = tap % 2 === 0 ? [done, resume] : [resume, done];
      const { shownMs, durableMs } = await tapMs(page, from, to);
      if (durableMs > shownMs) throw new Error('the screen said so before the disk had it');
      shown.push(shownMs);
    }
  });
  return [
    {
      name: '20,000 rows on the phone, a tap to the changed status',
      measured: Math.max(...shown),
      budget: 100,
      unit: 'ms',
      detail: `the slowest of ${taps}, median ${median(shown).toFixed(0)} ms; each on the disk before it showed`,
    },
    task('a status tapped', busy),
  ];
}

interface Tap {
  /** From the touch to the frame with the steps of the new status. */
  shownMs: number;
  /** From the touch to the end of the transaction that keeps the record. */
  durableMs: number;
}

/** Runs before each page: notes when a write that waits for the disk was complete. */
const noteDurableRecords = (): void => {
  const open = Reflect.get(IDBDatabase.prototype, 'transaction');
  IDBDatabase.prototype.transaction = function (...args) {
    const transaction = open.apply(this, args);
    if (transaction.durability === 'strict')
      transaction.addEventListener('complete', () => {
        Object.assign(globalThis, { durableAt: performance.now() });
      });
    return transaction;
  };
};

/** Taps the button and waits for the one that takes its place. */
const tapMs = async (page: Page, from: string, to: string): Promise<Tap> => {
  const noted = page.evaluate(
    (next) =>
      new Promise<Tap>((resolve) => {
        let tappedAt = 0;
        const note = () => (tappedAt = performance.now());
        addEventListener('pointerdown', note, { capture: true, once: true });
        const says = () =>
          [...document.querySelectorAll('main [role=group] button')].some(
            ({ textContent }) => textContent.trim() === next,
          );
        const observer = new MutationObserver(() => {
          if (!says()) return;
          observer.disconnect();
          const { durableAt } = globalThis as unknown as { durableAt: number };
          requestAnimationFrame(() => {
            const shownMs = performance.now() - tappedAt;
            resolve({ shownMs, durableMs: durableAt - tappedAt });
          });
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    to,
  );
  await page.getByRole('button', { name: from }).tap();
  return noted;
};

/** The list is drawn and the number of everybody's tasks is the last one. */
const whole = (page: Page, active: number): Promise<unknown> =>
  page.waitForFunction(
    (count) =>
      document.querySelector('main a[href^="/field/tasks/"]') !== null &&
      document.querySelector('.holders button:last-child .count')?.textContent === String(count),
    active,
    { polling: 'raf', timeout: 180_000 },
  );

/** ms since the first pull of this page was asked for */
const sincePull = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const pulls = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('/pull_changes'));
    return performance.now() - Math.min(...pulls.map(({ startTime }) => startTime));
  });

/** The search has come to its end: what is shown has all its words. */
const found = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const status = document.querySelector('section.list [role=status]');
    return status !== null && status.ariaBusy !== 'true' && /\d|[٠-٩]/.test(status.textContent);
  });

const scrollDown = (devtools: CDPSession, pixels: number): Promise<unknown> =>
  devtools.send('Input.synthesizeScrollGesture', {
    x: 180,
    y: 320,
    yDistance: -pixels,
    speed: 3_000,
    gestureSourceType: 'touch',
  });
