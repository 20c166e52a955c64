import { createAccount, freshLogin, join } from '../support/accounts.ts';
import { expect, test } from '../support/test.ts';

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
