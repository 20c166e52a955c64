import type { Page } from '@playwright/test';
import type { wordsIn } from './words.ts';

/** Types an account into the sign-in page and waits for the app behind it. */
export const signIn = async (
  page: Page,
  words: ReturnType<typeof wordsIn>,
  { email, password }: { email: string; password: string },
): Promise<void> => {
  if (!page.url().includes('/login')) await page.goto('/login');
  await page.getByLabel(words.account_email()).fill(email);
  await page.getByLabel(words.account_password(), { exact: true }).fill(password);
  await page.getByRole('button', { name: words.account_sign_in() }).click();
  await page.getByRole('navigation', { name: words.common_nav_label() }).waitFor();
};
