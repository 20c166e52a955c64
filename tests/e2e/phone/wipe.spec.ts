import type { Page } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { seriousFaults } from '../support/axe.ts';
import { arrangeCoordinator } from '../support/coordinators.ts';
import { lockedTitle, pressPin, quickWipe, setPin } from '../support/pin.ts';
import { signIn } from '../support/signIn.ts';
import { demo, demoAccount } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';

const pin = '407193';
const cutOff = (page: Page) => page.context().route('**/rest/v1/**', (route) => route.abort());

const databases = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).flatMap(({ name }) => name ?? []));
const rows = async (page: Page) =>
  (await databases(page)).filter((name) => name.startsWith('daylight rows'));
/** What a wiped phone still has of somebody: but for the letter box, which is sealed, nothing. */
const left = (page: Page) =>
  page.evaluate(async () => {
    const kept = [localStorage, sessionStorage].flatMap((storage) =>
      Object.entries<string>(storage),
    );
    const requests = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    const isOfTheApp = (url: string) =>
      /^\/(_app\/|shell$|[^/]+\.[a-z]+$|(fonts|icons)\/)/u.test(new URL(url).pathname);
    return {
      // Ids, names and tokens: of the account, the operation, its rows.
      named: kept.flatMap(([key, value]) =>
        /[0-9a-f]{8}-[0-9a-f]{4}|@|eyJ/u.test(key + value) ? key : [],
      ),
      caches: requests.flat().flatMap(({ url }) => (isOfTheApp(url) ? [] : url)),
      cookies: document.cookie.match(/daylight-session[^=]*/gu) ?? [],
    };
  });

test('[Q5] the quick wipe takes two taps, the second one held; the account begins anew afterwards', async ({
  openAnew,
  words,
}) => {
  const page = await openAnew('coordinator.team1', '/settings');
  await setPin(page, words, pin);
  await page.getByRole('button', { name: words.lock_wipe(), exact: true }).click();
  const hold = page.getByRole('button', { name: words.lock_wipe_hold() });
  // A tap is no hold, and neither is a key that is let go.
  await hold.click();
  await hold.press('Enter');
  await expect(hold).toBeVisible();
  await expect(page).toHaveURL(/\/settings/);
  expect(await left(page)).not.toMatchObject({ named: [] });
  expect(await left(page)).not.toMatchObject({ cookies: [] });
  expect(await seriousFaults(page)).toEqual([]);
  await hold.focus();
  await page.keyboard.down('Enter');
  await page.waitForURL(/\/login/);
  await page.keyboard.up('Enter');
  expect(await rows(page)).toEqual([]);
  expect(await left(page)).toEqual({ named: [], caches: [], cookies: [] });
  await page.goto('/field');
  await expect(page).toHaveURL(/\/login/);

  await signIn(page, words, demoAccount('coordinator.team1'));
  await page.goto('/settings');
  await expect(page.getByText(words.lock_has_none())).toBeVisible();
});

test('[S10] [Q5] five wrong PINs wipe the phone, and the record that was not sent still arrives', async ({
  openAs,
  openAnew,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 5);
  const page = await openAnew('coordinator.team5', '/settings');
  await setPin(page, words, pin);
  await page.goto(`/field/tasks/${taskId}`);
  await pressPin(page, words, pin, words.lock_open());
  await expect(page.getByText(taskTitle).first()).toBeVisible();
  await cutOff(page);
  await page.context().route('**/letters', (route) => route.abort());
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();
  await page.getByRole('button', { name: words.lock_now() }).click();
  for (const left of [4, 3, 2, 1]) {
    await pressPin(page, words, '000000', words.lock_open());
    await expect(page.getByText(words.lock_attempts({ count: left }))).toBeVisible();
  }
  await expect(page.getByText(words.lock_kept_waiting({ count: 1 }))).toBeVisible();
  await pressPin(page, words, '000000', words.lock_open());
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByText(words.lock_ended_pin())).toBeVisible();
  await expect(page.getByText(words.lock_letters({ count: 1 }))).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await rows(page)).toEqual([]);

  const admin = await openAs('admin', `/field/tasks/${taskId}`);
  await expect(admin.getByText(words.domain_task_status_open()).first()).toBeVisible();
  await page.context().unroute('**/letters');
  await page.reload();
  await expect(admin.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
  await expect(page.getByText(words.lock_letters({ count: 1 }))).toHaveCount(0);
});

test('[Q4] an admin wipes a phone from afar, at once when it is online, and it begins anew', async ({
  openBrowser,
  device,
  words,
}) => {
  const phone = await openBrowser();
  const account = await arrangeCoordinator(device('admin'));
  await signIn(phone, words, account);
  await phone.goto('/field');
  await expect(phone.getByRole('banner')).toContainText(words.common_sync_live());

  await device('admin').call('request_wipe', {
    operation: demo.operation,
    member_user: account.userId,
  });
  await expect(phone).toHaveURL(/\/login/);
  await expect(phone.getByText(words.lock_ended_remote())).toBeVisible();
  expect(await rows(phone)).toEqual([]);

  await signIn(phone, words, account);
  await expect(phone.getByRole('banner')).toContainText(words.common_sync_live());
  await phone.reload();
  await expect(phone.getByRole('banner')).toContainText(words.common_sync_live());
});

test('[Q5] the quick wipe works on the locked phone too', async ({ openAnew, words }) => {
  const page = await openAnew('coordinator.team3', '/settings');
  await setPin(page, words, pin);
  await page.getByRole('button', { name: words.lock_now() }).first().click();
  await expect(lockedTitle(page, words)).toBeVisible();
  await quickWipe(page, words);
  expect(await rows(page)).toEqual([]);
  await expect(page.getByRole('heading', { name: words.account_sign_in() })).toBeVisible();
});
