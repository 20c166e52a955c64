import { arrangeWorksite } from '../support/arrange.ts';
import { createAccount, freshLogin, join } from '../support/accounts.ts';
import { expect, test } from '../support/test.ts';

test('leaving the page with a record that was not sent asks first', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 3);
  const page = await openAs('coordinator.team3', `/field/tasks/${taskId}`);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await page.context().setOffline(false);
  await expect(page.getByText(words.field_pending_long())).toHaveCount(0);
});

test('signing out leads to the sign-in, and no page opens without it any more', async ({
  openAs,
  openBrowser,
  words,
}) => {
  const admin = await openAs('admin', '/admin/accounts');
  const password = 'seven quiet lamps';
  const link = await createAccount(admin, words, {
    login: freshLogin(),
    name: 'Observer',
    role: 'observer',
  });
  const phone = await openBrowser();
  await join(phone, words, link, password);
  await phone.goto('/settings');
  await phone.getByRole('button', { name: words.account_sign_out_everywhere() }).click();
  await expect(phone).toHaveURL(/\/login/);
  await phone.goto('/field');
  await expect(phone).toHaveURL(/\/login/);
});
