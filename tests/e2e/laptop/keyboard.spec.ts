import { expect, test } from '../support/test.ts';

test('the map is read and followed to a site by keyboard alone', async ({ openAs, words }) => {
  const page = await openAs('observer', '/map');
  const first = page
    .getByRole('region', { name: new RegExp(words.map_sites_heading()) })
    .getByRole('button')
    .first();
  await expect(first).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: words.common_skip_to_content() })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, first);
  await page.keyboard.press('Enter');
  const preview = page.getByRole('region', { name: words.map_preview() });
  const open = preview.getByRole('link', { name: words.map_open_site() });
  await expect(open).toBeVisible();
  await tabTo(page, open);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sites\/[0-9a-f-]{36}$/);
});

type Page = Parameters<Parameters<typeof test>[2]>[0]['page'];
type Locator = ReturnType<Page['locator']>;

/** Presses Tab until the element has the focus; fails when it cannot be reached. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('Tab never reaches the element');
};
