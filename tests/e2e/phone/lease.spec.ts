import type { Page, Request } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { overflowsSideways, seriousFaults } from '../support/axe.ts';
import { arrangeCoordinator, deactivate, type Coordinator } from '../support/coordinators.ts';
import { lockedTitle, pressPin, setPin } from '../support/pin.ts';
import { signIn } from '../support/signIn.ts';
import { expect, test } from '../support/test.ts';
import type { wordsIn } from '../support/words.ts';

type Words = ReturnType<typeof wordsIn>;

const pin = '407193';
/** Beyond the 168 hours of the lease. */
const beyondLease = 169 * 3_600_000;

/** Requests of each phone that have no answer yet. */
const afoot = new WeakMap<Page, Set<Request>>();

/** Cut off whole: an answer that is still on its way when the clock jumps would be contact. */
const cutOffWhole = async (phone: Page) => {
  await phone.context().setOffline(true);
  await expect.poll(() => afoot.get(phone)?.size).toBe(0);
};

/** Every request of the page has its answer, also what a timer has only just asked for. */
const untilAnswered = async (phone: Page) => {
  // One more: what was asked for before it is known of by the time that it is answered.
  await phone.evaluate(() => fetch('/favicon.svg').then((answer) => answer.text()));
  await expect.poll(() => afoot.get(phone)?.size).toBe(0);
};

/** A new coordinator's phone, signed in, with a clock that the test moves. */
const openPhone = async (phone: Page, words: Words, account: Coordinator) => {
  const asked = new Set<Request>();
  afoot.set(phone, asked);
  phone.on('request', (request) => asked.add(request));
  phone.on('requestfinished', (request) => asked.delete(request));
  phone.on('requestfailed', (request) => asked.delete(request));
  await phone.clock.install();
  await signIn(phone, words, account);
};

/** What the browser keeps of the account's rows: how many databases, and how many entries in them. */
const rowsKept = (page: Page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
    let chunks = 0;
    for (const name of names.filter((each) => each.startsWith('daylight rows'))) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      chunks += await new Promise<number>((resolve) => {
        const request = database.transaction(['chunks']).objectStore('chunks').count();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
    }
    return chunks;
  });

test('[Q2] a deactivated account: its phone locks when the lease ends though it never comes online, and is cleared when it does', async ({
  openBrowser,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 2);
  const phone = await openBrowser();
  const account = await arrangeCoordinator(device('admin'));
  await openPhone(phone, words, account);
  await phone.goto('/settings');
  await setPin(phone, words, pin);
  await phone.goto(`/field/tasks/${taskId}`);
  await pressPin(phone, words, pin, words.lock_open());
  await expect(phone.getByText(taskTitle).first()).toBeVisible();
  expect(await rowsKept(phone)).toBeGreaterThan(0);
  await cutOffWhole(phone);
  await deactivate(device('admin'), account);

  await phone.clock.fastForward(beyondLease);
  const over = phone.getByRole('heading', { name: words.lock_lease_title() });
  await expect(over).toBeVisible();
  await expect(phone.getByText(taskTitle)).toHaveCount(0);
  await expect(phone.getByRole('group', { name: words.lock_pad() })).toHaveCount(0);
  await phone.getByRole('button', { name: words.lock_try_now() }).click();
  await expect(phone.getByText(words.lock_no_answer())).toBeVisible();
  await expect(over).toBeVisible();
  expect(await seriousFaults(phone)).toEqual([]);
  expect(await overflowsSideways(phone)).toBe(false);

  await phone.context().setOffline(false);
  await expect(phone).toHaveURL(/\/login/);
  await expect(phone.getByText(words.lock_ended_account())).toBeVisible();
  expect(await rowsKept(phone)).toBe(0);
});

test('[Q2] an active account whose lease has ended comes back by contact, and by the PIN after it', async ({
  openBrowser,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 2);
  const phone = await openBrowser();
  await openPhone(phone, words, await arrangeCoordinator(device('admin')));
  await phone.goto('/settings');
  await setPin(phone, words, pin);
  await phone.goto(`/field/tasks/${taskId}`);
  await pressPin(phone, words, pin, words.lock_open());
  await expect(phone.getByText(taskTitle).first()).toBeVisible();
  await cutOffWhole(phone);
  await phone.clock.fastForward(beyondLease);
  await expect(phone.getByRole('heading', { name: words.lock_lease_title() })).toBeVisible();
  await phone.context().setOffline(false);
  await expect(lockedTitle(phone, words)).toBeVisible();
  await pressPin(phone, words, pin, words.lock_open());
  await expect(phone.getByText(taskTitle).first()).toBeVisible();
});

test('[Q1] without a PIN three days without contact lock the phone, and contact opens it', async ({
  openBrowser,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 2);
  const phone = await openBrowser();
  await openPhone(phone, words, await arrangeCoordinator(device('admin')));
  await phone.goto(`/field/tasks/${taskId}`);
  await expect(phone.getByText(taskTitle).first()).toBeVisible();
  // No service worker keeps the app here: the screen of the lock comes by itself a little later.
  await phone.clock.fastForward(10_000);
  await untilAnswered(phone);
  await cutOffWhole(phone);
  await phone.clock.fastForward(73 * 3_600_000);
  const locked = phone.getByRole('heading', { name: words.lock_contact_title() });
  await expect(locked).toBeVisible();
  await expect(phone.getByText(taskTitle)).toHaveCount(0);
  expect(await seriousFaults(phone)).toEqual([]);
  await phone.getByRole('button', { name: words.lock_try_now() }).click();
  await expect(locked).toBeVisible();
  await phone.context().setOffline(false);
  await expect(phone.getByText(taskTitle).first()).toBeVisible();
});

test('[Q4] a phone that was off when its account was deactivated keeps no rows from the first contact on', async ({
  openBrowser,
  device,
  words,
}) => {
  const phone = await openBrowser();
  const account = await arrangeCoordinator(device('admin'));
  await openPhone(phone, words, account);
  await phone.goto('/sites');
  await expect(phone.getByRole('link', { name: /Saidnaya|صيدنايا/ }).first()).toBeVisible();
  expect(await rowsKept(phone)).toBeGreaterThan(0);
  await phone.goto('/favicon.svg');
  await deactivate(device('admin'), account);
  // Two hours later: its token has run out, and is renewed for nobody.
  await phone.clock.fastForward(2 * 3_600_000);
  await phone.goto('/sites');
  await expect(phone).toHaveURL(/\/login/);
  await expect(phone.getByText(words.lock_ended_account())).toBeVisible();
  expect(await rowsKept(phone)).toBe(0);
});
