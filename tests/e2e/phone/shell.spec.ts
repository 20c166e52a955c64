import { signIn } from '../support/signIn.ts';
import { demo, demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

test('[H1] every page opens without a network, in the language of the phone; documents are the server’s', async ({
  phone,
  wire,
  words,
  language,
}) => {
  const page = await phone.newPage();
  await page.goto('/login');
  await signIn(page, words, demoAccount('coordinator.team1'));
  await keptOnPhone(page);
  await loseNetwork(phone, wire);
  const red = demo.site('Saidnaya – Red Building');
  const addresses: [string, string][] = [
    ['/', words.field_title()],
    [`/field/tasks/${demo.task('red-b1-b-release')}`, words.field_history()],
    ['/field/check-in', words.field_check_in()],
    [`/field/search/${red}`, 'Red|الأحمر'],
    ['/map', words.map_title()],
    ['/sites', words.site_index_title()],
    [`/sites/${red}`, 'Red|الأحمر'],
    ['/settings', words.account_settings()],
  ];
  for (const [address, heading] of addresses) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: new RegExp(heading) }).first()).toBeAttached();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
  }

  // The other language is on the phone too, and the choice is kept.
  await page.goto('/settings');
  await expect(page.getByText(words.shell_app_kept())).toBeVisible();
  await page.getByRole('button', { name: words.common_switch_language() }).click();
  const other = language === 'ar' ? 'en' : 'ar';
  await expect(page.locator('html')).toHaveAttribute('lang', other);
  await expect(page.locator('link[rel=manifest]')).toHaveAttribute('href', new RegExp(other));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('dir', other === 'ar' ? 'rtl' : 'ltr');
  await expect(page.goto('/health')).rejects.toThrow();

  await findNetwork(phone, wire);
  const health = await page.goto('/health');
  expect(await health?.json()).toMatchObject({ status: 'ok' });
  expect(health?.fromServiceWorker()).toBe(false);
});

test('[H1] without a network the sign-in and a join link open and say what they need', async ({
  phone,
  words,
}) => {
  const page = await phone.newPage();
  await page.goto('/login');
  const account = demoAccount('coordinator.team1');
  await signIn(page, words, account);
  await keptOnPhone(page);
  await page.goto('/settings');
  await page.getByRole('button', { name: words.account_sign_out_here() }).click();
  await expect(page).toHaveURL(/\/login/);
  await phone.setOffline(true);
  await page.reload();
  await page.getByLabel(words.account_email()).fill(account.email);
  await page.getByLabel(words.account_password(), { exact: true }).fill(account.password);
  await page.getByRole('button', { name: words.account_sign_in() }).click();
  await expect(page.getByText(words.account_error_offline())).toBeVisible();

  await page.goto('/join#token_hash=example&type=invite');
  await page.getByLabel(words.account_join_password(), { exact: true }).fill('seven quiet lamps');
  await page.getByRole('button', { name: words.account_join_save() }).click();
  await expect(page.getByText(words.account_error_offline())).toBeVisible();
});
