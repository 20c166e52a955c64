import type { Page } from '@playwright/test';
import { demo } from '../stack.ts';
import type { wordsIn } from '../words.ts';

export type Words = ReturnType<typeof wordsIn>;

export interface Screen {
  name: string;
  path: string;
  /** Who looks at it; nobody is signed in where it is null. */
  as: string | null;
  /** What to press there, and wait for, where it stands on no address of its own. */
  press?: (page: Page, words: Words) => Promise<void>;
}

/** The site that most of the demo is about. */
export const red = demo.site('Saidnaya – Red Building');

/** Opens what a button opens over the page. */
export const pressButton = async (page: Page, name: string) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').waitFor();
};
