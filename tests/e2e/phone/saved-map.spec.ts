import type { Page } from '@playwright/test';
import { arrangeOperation } from '../support/operation.ts';
import { signIn } from '../support/signIn.ts';
import { TileServer } from '../support/tile-server.ts';
import { expect, keptOnPhone, test as base } from '../support/wired.ts';

const test = base.extend<{ tiles: TileServer }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from the pattern
  tiles: async ({}, use) => {
    const tiles = await TileServer.start();
    await use(tiles);
    await tiles.close();
  },
});
test.use({ ignoreHTTPSErrors: true });

/** Tiles that the map shows, as pictures that have come. */
const shownTiles = (page: Page) =>
  page
    .locator('.leaflet-tile')
    .evaluateAll(
      (images) => images.filter((image) => (image as HTMLImageElement).naturalWidth === 256).length,
    );

const beginningOf = (text: string, end: string) => text.split(end)[0] ?? text;

test('[H3] an area is saved with its size known beforehand, goes on after a lost line, and is there without a network', async ({
  phone,
  wire,
  tiles,
  words,
}) => {
  const account = await arrangeOperation({ tile_url: tiles.template, tile_attribution: 'Test' });
  const page = await phone.newPage();
  await page.goto('/login');
  await signIn(page, words, account);
  await keptOnPhone(page);
  await page.goto('/map');
  await expect.poll(() => shownTiles(page)).toBeGreaterThan(3);
  // The map behind the sheet asks for nothing any more.
  await expect(page.locator('.leaflet-tile:not(.leaflet-tile-loaded)')).toHaveCount(0);

  await page.getByRole('button', { name: words.shell_map_save() }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: new RegExp(words.shell_map_depth_streets()) }).check();
  await expect(sheet.getByRole('status')).toContainText(/MB|م\.ب|ميغابايت/);
  const before = tiles.asked.length;
  tiles.left = 8;
  await sheet.getByRole('button', { name: words.shell_map_save_start() }).click();
  await expect(sheet).toContainText(beginningOf(words.shell_map_offline({ share: '' }), '.'));

  tiles.left = Number.POSITIVE_INFINITY;
  await sheet.getByRole('link', { name: words.shell_maps_title() }).click();
  await page.getByRole('button', { name: words.shell_maps_go_on() }).click();
  await expect(page.getByText(beginningOf(words.shell_map_whole({ size: '' }), ':'))).toBeVisible();
  await expect(page.getByRole('button', { name: words.shell_maps_go_on() })).toHaveCount(0);
  // Going on fetches none of what had come before the line broke.
  const saved = tiles.asked.slice(before);
  expect(new Set(saved).size).toBe(saved.length);

  await phone.setOffline(true);
  wire.cut();
  tiles.left = 0;
  await page.goto('/map');
  await expect.poll(() => shownTiles(page)).toBeGreaterThan(3);

  await page.goto('/settings');
  await page.getByRole('button', { name: words.shell_maps_remove() }).click();
  await page.getByRole('button', { name: words.shell_maps_remove_sure() }).click();
  await expect(page.getByText(words.shell_maps_empty())).toBeVisible();
});

test('[H3] a server that shares no pictures has them shown, and is told apart from a lost line', async ({
  phone,
  tiles,
  words,
}) => {
  tiles.isShared = false;
  const account = await arrangeOperation({ tile_url: tiles.template, tile_attribution: 'Test' });
  const page = await phone.newPage();
  await page.goto('/login');
  await signIn(page, words, account);
  await page.goto('/map');
  await expect.poll(() => shownTiles(page)).toBeGreaterThan(3);
  await page.getByRole('button', { name: words.shell_map_save() }).click();
  await expect(page.getByRole('dialog')).toContainText(words.shell_map_not_shared());
});
