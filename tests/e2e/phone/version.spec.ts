import { rmSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { otherBuild } from '../support/other-build.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, test } from '../support/wired.ts';

const applyPath = '/rest/v1/rpc/apply_mutations';

/** What the browser does by itself when a page is opened, and at least once a day. */
const askForUpdate = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });

const versionOf = (page: Page) => page.locator('html').getAttribute('data-version');

/** Versions of which the phone keeps files. */
const keptVersions = (page: Page) =>
  page.evaluate(async () => (await caches.keys()).map((name) => name.split(' ').at(-1)));

test.describe('[H2] a new version', () => {
  const version = crypto.randomUUID().slice(0, 12);
  let build = '';
  test.beforeAll(() => {
    build = otherBuild(version);
  });
  test.afterAll(() => rmSync(build, { recursive: true, force: true }));

  test('waits for a record on its way and for what is written in another tab, and loses neither', async ({
    phone,
    wire,
    openAs,
    device,
    words,
  }) => {
    const { taskId } = await arrangeWorksite(device('admin'), 2);
    const page = await phone.newPage();
    await page.goto('/login');
    await signIn(page, words, demoAccount('coordinator.team2'));
    await keptOnPhone(page);
    await page.goto(`/field/tasks/${taskId}`);
    const tab = await phone.newPage();
    await tab.goto(`/field/tasks/${taskId}`);
    const comment = tab.getByLabel(words.field_comment_label());
    await comment.fill('half a sentence');
    const old = await versionOf(page);

    wire.fateOf = (path) => (path === applyPath ? 'hold' : 'pass');
    const sending = wire.next(applyPath);
    await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
    await sending;
    wire.deploy(build);
    await askForUpdate(page);
    const bar = (where: Page) => where.getByRole('status', { name: words.shell_update_ready() });
    await expect(bar(tab)).toBeVisible();
    await bar(page).getByRole('button', { name: words.shell_update_now() }).click();
    await expect(bar(page)).toContainText(words.shell_update_sending());

    wire.release();
    await expect(bar(page)).toContainText(words.shell_update_elsewhere());
    await expect(page.getByText(words.field_pending_long())).toHaveCount(0);
    expect(await versionOf(page)).toBe(old);
    await expect(comment).toHaveValue('half a sentence');

    await tab.getByRole('button', { name: words.field_comment_send() }).click();
    for (const open of [page, tab])
      await expect(open.locator('html')).toHaveAttribute('data-version', version);
    await expect(page.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
    await expect(tab.getByText('half a sentence').first()).toBeVisible();
    await expect(bar(page)).toHaveCount(0);
    await expect.poll(() => keptVersions(page)).toEqual([version]);
    const admin = await openAs('admin', `/field/tasks/${taskId}`);
    await expect(admin.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
    await expect(admin.getByText('half a sentence').first()).toBeVisible();
  });

  test('that was cut off is fetched on, opens without a network, and is there when the app is opened anew', async ({
    phone,
    wire,
    words,
  }) => {
    const page = await phone.newPage();
    await page.goto('/login');
    await signIn(page, words, demoAccount('coordinator.team2'));
    await keptOnPhone(page);
    const old = (await keptVersions(page))[0];

    // Half of it comes; the version that is in use goes on, whole.
    wire.deploy(build);
    wire.fateOf = (path) => (path === '/shell' || path === '/map/base.json' ? 'refuse' : 'pass');
    await askForUpdate(page);
    await expect.poll(() => keptVersions(page)).toEqual([old, version]);
    await phone.setOffline(true);
    await page.goto('/map');
    await expect(page.locator('.leaflet-base-pane canvas')).toBeVisible();
    expect(await page.locator('html').getAttribute('data-version')).toBe(old);

    await findNetwork(phone, wire);
    await askForUpdate(page);
    await expect(page.getByRole('status', { name: words.shell_update_ready() })).toBeVisible();
    await page.close();
    await phone.setOffline(true);
    const next = await phone.newPage();
    await next.goto('/');
    await expect(next.locator('html')).toHaveAttribute('data-version', version);
    await expect(next.getByRole('navigation', { name: words.common_nav_label() })).toBeVisible();
  });
});
