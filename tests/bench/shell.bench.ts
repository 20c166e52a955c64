import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { DemoAccount } from '../../supabase/embedded/demo.ts';
import { wordsIn } from '../e2e/support/words.ts';
import { startInstance, temporaryDirectory, type Instance } from '../support/instance.ts';
import { median, type Measurement } from './measure.ts';

const cpu = 4;
const openings = 7;
const taps = 7;
const systemChromium = '/usr/bin/chromium';
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, locale: 'ar' };
const words = wordsIn('ar');
const tasksInList = 'main a[href^="/field/tasks/"]';

/**
 * The app as a phone keeps it, with the demo operation: the JavaScript that the first visit to the
 * task list brings, the list when the app is opened anew without a network, and the time from a tap
 * to what it changes on the screen, both with the page's processor four times slower. Needs a built
 * app (`npm run build`).
 */
export default async function shellBench(): Promise<Measurement[]> {
  const directory = temporaryDirectory();
  const instance = await startInstance(directory.path);
  const browser = await chromium.launch({
    ...(existsSync(systemChromium) ? { executablePath: systemChromium } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const account = coordinatorOf(directory.path);
    const tasks = await makeTasks(instance, account);
    const context = await browser.newContext(phone);
    await signIn(context, instance.origin, account);
    const scripts = await firstVisitScripts(browser, context, instance.origin);
    await context.setOffline(true);
    const opened = await openAnew(context, instance.origin);
    const tapped = await tapTasks(context, instance.origin, tasks);
    const range = (runs: readonly number[]) =>
      `median of ${runs.length}, ${Math.min(...runs).toFixed(0)} to ${Math.max(...runs).toFixed(0)} ms, CPU ${cpu}x`;
    return [
      {
        name: 'JavaScript of the task list, first visit',
        measured: scripts.bytes / 1_000,
        budget: 130,
        unit: 'kB',
        detail: `gzip as transferred, ${scripts.files} files`,
      },
      {
        name: 'the app opened anew without a network, list shown',
        measured: median(opened),
        budget: 1_000,
        unit: 'ms',
        detail: range(opened),
      },
      {
        name: 'a tap, kept and shown',
        measured: median(tapped),
        budget: 100,
        unit: 'ms',
        detail: range(tapped),
      },
    ];
  } finally {
    await browser.close();
    await instance.stop();
    directory.remove();
  }
}

function coordinatorOf(directory: string): DemoAccount {
  const accounts = JSON.parse(
    readFileSync(join(directory, 'demo-accounts.json'), 'utf8'),
  ) as DemoAccount[];
  const account = accounts.find(({ role }) => role === 'coordinator');
  if (!account) throw new Error('the demo has no coordinator');
  return account;
}

/** Tasks that the account's own team holds, one a tap. @returns their ids */
async function makeTasks(instance: Instance, account: DemoAccount): Promise<string[]> {
  const client = instance.client();
  const { data } = await client.auth.signInWithPassword(account);
  const { data: member } = await client
    .from('members')
    .select('operation_id, team_id')
    .eq('user_id', data.user?.id ?? '')
    .single<{ operation_id: string; team_id: string }>();
  if (!member) throw new Error('the coordinator is in no operation');
  const ids = Array.from({ length: taps }, () => crypto.randomUUID());
  const batch = ids.map((id, index) => ({
    id: crypto.randomUUID(),
    operation_id: member.operation_id,
    kind: 'task.create',
    entity_id: id,
    base_version: null,
    payload: { kind: 'search', title: `Bench ${index}`, team_id: member.team_id },
    device_at: new Date().toISOString(),
  }));
  const answer = await client.rpc('apply_mutations', { batch });
  if (answer.error) throw answer.error;
  if ((answer.data as { outcome: string }[]).some(({ outcome }) => outcome !== 'applied'))
    throw new Error('the tasks were not made');
  return ids;
}

/** To the list, with the rows and the app on the phone. */
async function signIn(
  context: BrowserContext,
  origin: string,
  account: DemoAccount,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${origin}/login`);
  await page.locator('input[type=email]').fill(account.email);
  await page.locator('input[type=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
  await page.locator(tasksInList).first().waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.close();
}

/** What a phone with a session and nothing else is sent, until nothing more comes. */
async function firstVisitScripts(browser: Browser, signedIn: BrowserContext, origin: string) {
  const context = await browser.newContext({
    ...phone,
    storageState: await signedIn.storageState(),
    // The whole app comes after the list, and is no part of what the list costs.
    serviceWorkers: 'block',
    extraHTTPHeaders: { 'accept-encoding': 'gzip' },
  });
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return;
    const size = async () => {
      const response = await request.response();
      if ((await response?.headerValue('content-encoding')) !== 'gzip')
        throw new Error(`not gzip: ${request.url()}`);
      return (await request.sizes()).responseBodySize;
    };
    sizes.push(size());
  });
  await page.goto(`${origin}/field`);
  await page.locator(tasksInList).first().waitFor();
  await page.waitForLoadState('networkidle');
  const each = await Promise.all(sizes);
  await context.close();
  return { bytes: each.reduce((sum, size) => sum + size, 0), files: each.length };
}

/** @returns ms from the start of each navigation to the frame that shows the list */
async function openAnew(context: BrowserContext, origin: string): Promise<number[]> {
  const runs: number[] = [];
  for (let opening = 0; opening < openings; opening += 1) {
    const page = await slowPage(context);
    await page.addInitScript((wanted) => {
      const shown = new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(wanted)) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      Object.assign(globalThis, { shown });
    }, tasksInList);
    await page.goto(`${origin}/field`);
    runs.push(
      await page.evaluate(() => (globalThis as unknown as { shown: Promise<number> }).shown),
    );
    await page.close();
  }
  return runs;
}

/** @returns ms from each press on a next step to the frame that says it is kept on this phone */
async function tapTasks(
  context: BrowserContext,
  origin: string,
  tasks: readonly string[],
): Promise<number[]> {
  const page = await slowPage(context);
  const runs: number[] = [];
  for (const task of tasks) {
    await page.goto(`${origin}/field/tasks/${task}`);
    const step = page.getByRole('button', { name: words.field_step_in_progress(), exact: true });
    await step.waitFor();
    const kept = page.evaluate(
      (wanted) =>
        new Promise<number>((resolve) => {
          let pressedAt = 0;
          const look = () => {
            if (document.body.innerText.includes(wanted)) resolve(performance.now() - pressedAt);
            else requestAnimationFrame(look);
          };
          addEventListener(
            'pointerdown',
            (event) => {
              pressedAt = event.timeStamp;
              look();
            },
            { capture: true, once: true },
          );
        }),
      words.field_pending_long(),
    );
    await step.click();
    runs.push(await kept);
  }
  await page.close();
  return runs;
}

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  return page;
}
