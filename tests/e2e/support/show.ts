import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { wordsIn } from './words.ts';

interface Opening {
  openBrowser: () => Promise<Page>;
  openAs: (account: string, path: string) => Promise<Page>;
  words: ReturnType<typeof wordsIn>;
}

/** Opens a screen as its person sees it, and waits until the operation is on it. */
export const show = async (screen: Screen, { openBrowser, openAs, words }: Opening) => {
  const page = screen.as === null ? await openBrowser() : await openAs(screen.as, screen.path);
  if (screen.as === null) await page.goto(screen.path);
  else await expect(page.getByRole('banner')).toContainText(words.common_sync_live());
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveCount(0);
  if (screen.press) {
    await screen.press(page, words);
    await expect(page.getByRole('dialog')).toBeVisible();
  }
  return page;
};
