import type { Page } from '@playwright/test';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const code = 'code-4471';
const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

test('[D6] a lead with its code is written without a network, becomes a task in one tap, and closes with it; no observer sees any of it', async ({
  phone,
  wire,
  openAs,
  words,
}) => {
  const text = `باب خلف المخزن ${crypto.randomUUID().slice(0, 6)}`;
  const page = await phone.newPage();
  await page.goto('/login');
  await signIn(page, words, demoAccount('coordinator.team3'));
  await keptOnPhone(page);
  await loseNetwork(phone, wire);

  await page.getByRole('button', { name: words.common_nav_more() }).click();
  await page
    .getByRole('dialog')
    .getByRole('link', { name: words.common_nav_reports(), exact: true })
    .click();
  await page.getByRole('link', { name: words.reports_new() }).click();
  await page.getByLabel(words.admin_field_text()).fill(text);
  await page.getByLabel(words.admin_field_access_code()).fill(code);
  await page.getByRole('button', { name: words.reports_save(), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: text })).toBeVisible();
  const id = idIn(page);
  await expect(page.getByText(code, { exact: true })).toBeVisible();
  await expect(page.getByText(words.field_pending_long())).toBeVisible();

  await page.getByRole('button', { name: words.reports_make_task() }).click();
  const follow = page.getByRole('region', { name: words.reports_follow() });
  await expect(follow).toContainText(words.reports_follow_followed());
  await follow.getByRole('link').click();
  await expect(
    page.getByRole('heading', { level: 1, name: words.reports_task_title() }),
  ).toBeVisible();
  const task = idIn(page);

  // Back in the light: the task is claimed and done.
  await findNetwork(phone, wire);
  await page.getByRole('button', { name: new RegExp(words.field_claim({ team: '.+' })) }).click();
  await page.getByRole('button', { name: words.field_step_in_progress() }).click();
  await page.getByRole('button', { name: words.field_step_done() }).click();
  const leads = page.getByRole('region', { name: words.reports_leads_of_task() });
  await leads.getByRole('link', { name: text }).click();
  await expect(follow).toContainText(words.reports_follow_closed());

  // Everybody reads the task, and nobody but coordinators and admins the lead.
  const observer = await openAs('observer', `/field/tasks/${task}`);
  await expect(
    observer.getByRole('heading', { level: 1, name: words.reports_task_title() }),
  ).toBeVisible({ timeout: 30_000 });
  await expect(observer.getByText(words.reports_leads_of_task())).toHaveCount(0);
  await observer.goto(`/reports/${id}`);
  await expect(observer.getByText(words.reports_missing_title())).toBeVisible();
  await observer.goto('/reports');
  await expect(observer.getByRole('main').getByRole('listitem').first()).toBeVisible();
  await expect(observer.getByText(text)).toHaveCount(0);
  const admin = await openAs('admin', `/reports/${id}`);
  await expect(admin.getByText(code, { exact: true })).toBeVisible();
});
