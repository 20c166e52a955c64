import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import { arrangeWorksite } from '../support/arrange.ts';
import { expect, test } from '../support/test.ts';

test('an observer hands on a table: told how many cells are withheld, it has HXL tags and no small number', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const site = await arrangeWorksite(admin, 1);
  const recorded = await admin.mutate('release.record', crypto.randomUUID(), {
    site_id: site.siteId,
    women: 2,
    men: 40,
  });
  expect(recorded.outcome).toBe('applied');
  const page = await openAs('observer', '/releases?by=site');
  await expect(page.getByRole('link', { name: site.siteName })).toBeVisible();

  await page.getByRole('button', { name: words.handing_button() }).click();
  const sheet = page.getByRole('dialog', { name: words.handing_button() });
  const withheld = sheet.getByRole('cell', { name: words.handing_cell_withheld(), exact: true });
  await expect(withheld).not.toHaveCount(0);
  const [count, shown] = [await withheld.count(), await sheet.getByRole('cell').count()];
  await expect(sheet).toContainText(words.handing_withheld({ count, all: shown }));

  const coming = page.waitForEvent('download');
  await sheet.getByRole('button', { name: words.handing_save() }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/-\d{4}-\d{2}-\d{2}\.csv$/);
  await expect(sheet).toContainText(words.handing_saved({ file: file.suggestedFilename() }));
  const text = await readFile(await file.path(), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [headers = [], tags = [], ...lines] = Papa.parse<string[]>(text.slice(1).trim()).data;
  expect(tags).toHaveLength(headers.length);
  expect(tags.slice(0, 3)).toEqual(['#adm1+code', '#loc+name', '#affected+f+adults']);
  expect(tags).toContain('#date+reported');
  expect(lines.flat().filter((cell) => /^-?[1-4]$/.test(cell))).toEqual([]);
  const cells = lines.flat().filter((cell) => cell === words.handing_cell_withheld());
  expect(cells).toHaveLength(count);
  const own = lines.find((line) => line.includes(site.siteName)) ?? [];
  expect(own[2]).toBe(words.handing_cell_withheld());
});

test('without a network a table is made of what this phone has heard, and says that phones are not known', async ({
  openAs,
  words,
}) => {
  const page = await openAs('observer', '/releases?by=site');
  await expect(page.getByRole('banner')).toContainText(words.common_sync_live());
  // Tests keep no app on the phone: what a press loads has to be here before the network goes.
  const button = page.getByRole('button', { name: words.handing_button() });
  await button.click();
  const sheet = page.getByRole('dialog', { name: words.handing_button() });
  await expect(sheet.getByRole('button', { name: words.handing_save() })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await button.click();
  await expect(sheet).toContainText(words.release_phones_unknown());
  const coming = page.waitForEvent('download');
  await sheet.getByRole('button', { name: words.handing_save() }).click();
  expect(await readFile(await (await coming).path(), 'utf8')).toContain('#affected+total');
});
