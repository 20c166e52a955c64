import type { Page } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { demoAccount } from '../support/stack.ts';
import { signIn } from '../support/signIn.ts';
import { expect, test } from '../support/test.ts';

/** The pages still come, and everything that holds data is out of reach. */
const cutOff = (page: Page) => page.context().route('**/rest/v1/**', (route) => route.abort());
const reconnect = (page: Page) => page.context().unroute('**/rest/v1/**');

test('[S1] a record and the rows outlive the page, and the record is sent by the next one', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 4);
  const page = await openAs('coordinator.team4', `/field/tasks/${taskId}`);
  await cutOff(page);
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();
  const next = await page.context().newPage();
  await page.close();

  await next.goto(`/field/tasks/${taskId}`);
  await expect(next.getByText(taskTitle).first()).toBeVisible();
  await expect(next.getByText(words.field_pending_long()).first()).toBeVisible();
  await reconnect(next);
  await next.reload();
  await expect(next.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
  await expect(next.getByText(words.field_pending_long())).toHaveCount(0);
});

test('[S3] [S5] a second tab shows the record at once, and sends it when the first is closed', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 4);
  const first = await openAs('coordinator.team4', `/field/tasks/${taskId}`);
  const second = await first.context().newPage();
  await second.goto(`/field/tasks/${taskId}`);
  const start = { name: words.field_step_in_progress(), exact: true };
  await expect(second.getByRole('button', start)).toBeVisible();
  await cutOff(first);
  await first.getByRole('button', start).click();
  await expect(second.getByText(words.field_pending_long()).first()).toBeVisible();
  await reconnect(first);
  await first.close();
  await expect(second.getByText(words.field_pending_long())).toHaveCount(0);
  await expect(second.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
});

test('[S4] records not sent at sign-out wait for the same account, and no other sees them', async ({
  openAnew,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 5);
  const page = await openAnew('coordinator.team5', `/field/tasks/${taskId}`);
  await cutOff(page);
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();
  // Not by its address: that would be another page.
  await page.getByRole('button', { name: words.common_nav_more() }).click();
  await page.getByRole('link', { name: words.common_nav_settings() }).click();
  await page.getByRole('button', { name: words.account_sign_out_here() }).click();
  await page.getByRole('button', { name: words.account_sign_out_anyway() }).click();
  await expect(page).toHaveURL(/\/login/);
  await reconnect(page);

  const badge = page.getByRole('banner').getByRole('button');
  await signIn(page, words, demoAccount('coordinator.team1'));
  await expect(badge).toBeVisible();
  await expect(badge).not.toContainText(/1|١/);
  await page.goto('/settings');
  await page.getByRole('button', { name: words.account_sign_out_here() }).click();
  await expect(page).toHaveURL(/\/login/);

  await signIn(page, words, demoAccount('coordinator.team5'));
  await page.goto(`/field/tasks/${taskId}`);
  await expect(page.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
  await expect(page.getByText(words.field_pending_long())).toHaveCount(0);
});
