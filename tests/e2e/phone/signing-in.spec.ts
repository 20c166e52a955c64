import { demoAccount } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';
import { wordsIn } from '../support/words.ts';

test('a wrong password is said in words, and the e-mail stays', async ({ page, words }) => {
  const { email } = demoAccount('observer');
  await page.goto('/login');
  await page.getByLabel(words.account_email()).fill(email);
  await page.getByLabel(words.account_password(), { exact: true }).fill('not the password');
  await page.getByRole('button', { name: words.account_sign_in() }).click();
  await expect(page.getByText(words.account_error_wrong())).toBeVisible();
  await expect(page.getByLabel(words.account_email())).toHaveValue(email);
});

test('the language can be switched before anyone signs in, and turns the page around', async ({
  page,
  language,
}) => {
  const other = language === 'ar' ? 'en' : 'ar';
  await page.goto('/login');
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
  await page.getByText(wordsIn(language).common_switch_language(), { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', other === 'ar' ? 'rtl' : 'ltr');
  await expect(page.locator('html')).toHaveAttribute('lang', other);
  const heading = page.getByRole('heading', { name: wordsIn(other).account_sign_in() });
  await expect(heading).toBeVisible();
});

test('who is not signed in is led to the sign-in and, after it, to where they wanted', async ({
  page,
  words,
}) => {
  await page.goto('/sites');
  await expect(page).toHaveURL(/\/login\?next=%2Fsites/);
  const { email, password } = demoAccount('observer');
  await page.getByLabel(words.account_email()).fill(email);
  await page.getByLabel(words.account_password(), { exact: true }).fill(password);
  await page.getByRole('button', { name: words.account_sign_in() }).click();
  await expect(page).toHaveURL(/\/sites$/);
});

test('an address that is no join link says so', async ({ page, words }) => {
  await page.goto('/join');
  const heading = page.getByRole('heading', { name: words.account_join_no_link_title() });
  await expect(heading).toBeVisible();
});

test('a start never says that there is no operation while the app still finds out which', async ({
  openAs,
  words,
}) => {
  const page = await openAs('coordinator.team1', '/field');
  // Every text that stood on the page, for however short a time.
  await page.addInitScript((wrong) => {
    const said = new Set<string>();
    Object.assign(globalThis, { said });
    new MutationObserver(() => {
      if (document.documentElement.textContent.includes(wrong)) said.add(wrong);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  }, words.common_operation_none_title());
  await page.reload();
  await page.locator('main a[href^="/field/tasks/"]').first().waitFor();
  const said = await page.evaluate(() => [
    ...(globalThis as unknown as { said: Set<string> }).said,
  ]);
  expect(said).toEqual([]);
});
