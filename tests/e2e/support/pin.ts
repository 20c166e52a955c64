import { expect, type Page } from '@playwright/test';
import type { wordsIn } from './words.ts';

type Words = ReturnType<typeof wordsIn>;

/** Presses the keys of the pad, and the last one: `lock_open`, `lock_next`, `lock_set`. */
export const pressPin = async (page: Page, words: Words, pin: string, last: string) => {
  const pad = page.getByRole('group', { name: words.lock_pad() });
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
  await pad.getByRole('button', { name: last, exact: true }).click();
};

/** Sets a PIN in the settings, where the page is already. */
export const setPin = async (page: Page, words: Words, pin: string) => {
  await page.getByRole('button', { name: words.lock_set_title() }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByLabel(words.lock_new())).toBeVisible();
  await pressPin(page, words, pin, words.lock_next());
  await expect(sheet.getByLabel(words.lock_again())).toBeVisible();
  await pressPin(page, words, pin, words.lock_set());
  await expect(page.getByText(words.lock_has_pin())).toBeVisible();
};

export const lockedTitle = (page: Page, words: Words) =>
  page.getByRole('heading', { name: words.lock_locked_title() });

/** Two taps, the second one held. */
export const quickWipe = async (page: Page, words: Words) => {
  await page.getByRole('button', { name: words.lock_wipe(), exact: true }).click();
  await page.getByRole('button', { name: words.lock_wipe_hold() }).hover();
  await page.mouse.down();
  await page.waitForURL(/\/login/);
  await page.mouse.up();
};
