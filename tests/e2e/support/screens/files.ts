/** Files that a camera or a phone would give. */
import type { Page } from '@playwright/test';
import type { Words } from './screen.ts';

/** A picture of one pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const photograph = {
  name: 'IMG_0001.png',
  mimeType: 'image/png',
  buffer: Buffer.from(pixel, 'base64'),
};

/** Collects a photograph as evidence. */
export const collect = async (page: Page, words: Words) => {
  await page.getByLabel(words.evidence_camera()).setInputFiles(photograph);
  await page.getByRole('main').getByRole('link').filter({ hasText: /E-/ }).waitFor();
};
/** Collects one, and opens it. */
export const openCollected = async (page: Page, words: Words) => {
  await collect(page, words);
  await page.getByRole('main').getByRole('link').filter({ hasText: /E-/ }).click();
  await page.getByRole('heading', { name: words.evidence_custody() }).waitFor();
};
