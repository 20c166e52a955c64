import { expect, type Page } from '@playwright/test';
import { follow } from './goto.ts';
import type { Screen } from './screens/screen.ts';
import type { wordsIn } from './words.ts';

/**
 * Opens a screen in a browser of the person whose screen it is, and waits until it is whole. Who is
 * signed in has the app open already, and goes on in it.
 */
export const show = async (
  page: Page,
  screen: Screen,
  words: ReturnType<typeof wordsIn>,
): Promise<void> => {
  if (screen.as === null) await page.goto(screen.path);
  else {
    await follow(page, screen.path);
    await expect(page.getByRole('banner')).toContainText(words.common_sync_live());
  }
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveCount(0);
  await screen.press?.(page, words);
};
