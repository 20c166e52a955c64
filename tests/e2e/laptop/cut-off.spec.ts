import { createAccount, freshLogin, join } from '../support/accounts.ts';
import { expect, test } from '../support/test.ts';

test('whoever an admin deactivates sees nothing more within five seconds, and cannot come back', async ({
  openAs,
  openBrowser,
  words,
}) => {
  const admin = await openAs('admin', '/admin/accounts');
  const login = freshLogin();
  const name = `Observer ${login.slice(0, 9)}`;
  const link = await createAccount(admin, words, {
    login,
    name,
    role: 'observer',
  });
  const member = await openBrowser();
  await join(member, words, link, 'seven quiet lamps');
  await member.goto('/sites');
  await expect(member.getByRole('link', { name: /Saidnaya/ }).first()).toBeVisible();

  await admin.goto('/admin/accounts');
  await admin.getByRole('link', { name }).click();
  await admin.getByRole('button', { name: words.admin_account_deactivate() }).click();
  const sheet = admin.getByRole('dialog');
  await sheet.getByRole('button', { name: words.admin_account_deactivate() }).click();
  const over = member.getByRole('heading', { name: words.common_revoked_title() });
  await expect(over).toBeVisible({ timeout: 5000 });
  await expect(member.getByText(/Saidnaya/)).toHaveCount(0);

  await member.reload();
  await expect(member.getByText(/Saidnaya/)).toHaveCount(0);
});
