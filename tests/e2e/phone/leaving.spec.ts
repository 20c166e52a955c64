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

test('a join link that is pressed before its script is here waits for it, and loses nothing', async ({
  openAs,
  openBrowser,
  words,
}) => {
  const admin = await openAs('admin', '/admin/accounts');
  const link = await createAccount(admin, words, {
    login: freshLogin(),
    name: 'Observer',
    role: 'observer',
  });
  const phone = await openBrowser();
  let send: () => void = () => undefined;
  const line = new Promise<void>((resolve) => (send = resolve));
  await phone.route('**/_app/**/*.js', async (route) => {
    await line;
    await route.continue();
  });
  await phone.goto(link, { waitUntil: 'commit' });
  const password = phone.getByLabel(words.account_join_password(), { exact: true });
  await password.fill('seven quiet lamps');
  await password.press('Enter');
  const save = phone.getByRole('button', { name: words.account_join_save() });
  await expect(save).toBeDisabled();
  send();
  await save.click();
  await phone.getByRole('navigation', { name: words.common_nav_label() }).waitFor();
});
