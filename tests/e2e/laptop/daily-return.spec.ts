import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/test.ts';

test('[M7] an observer reads the return of a day, its figures add up, and hands it on without small numbers', async ({
  openAs,
  device,
  words,
}) => {
  const opened = await device('medic.team5').mutate('care.open', crypto.randomUUID(), {
    triage: { category: 'minor', method: 'direct' },
  });
  expect(opened.outcome).toBe('applied');
  const page = await openAs('observer', '/care');
  await page.getByRole('link', { name: words.care_daily_title() }).click();
  const cases = page.getByRole('region', { name: words.care_daily_new_cases(), exact: true });
  await expect(cases).toBeVisible();
  const numbers = async (name: string) =>
    (
      await cases
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .getByRole('cell')
        .allInnerTexts()
    ).map(Number);
  const [male = 0, female = 0, unknown = 0, all = 0] = await numbers(words.handing_total());
  expect(all).toBeGreaterThan(0);
  expect(male + female + unknown).toBe(all);
  const [, , , undated = 0] = await numbers(words.care_daily_age_unknown());
  expect(undated).toBeGreaterThan(0);
  const rest = page.getByRole('region', { name: words.care_daily_not_covered(), exact: true });
  await expect(rest.getByText(words.care_daily_no_pregnancy())).toBeVisible();
  await expect(rest).not.toContainText(/(^|\s)0(\s|$)/);

  await page.getByRole('button', { name: words.handing_button() }).click();
  const sheet = page.getByRole('dialog', { name: words.handing_button() });
  await expect(sheet.getByRole('button', { name: words.handing_print() })).toBeVisible();
  const coming = page.waitForEvent('download');
  await sheet.getByRole('button', { name: words.handing_save() }).click();
  const lines = (await readFile(await (await coming).path(), 'utf8')).split(/\r?\n/);
  expect(lines[1]).toContain('#affected+f');
  expect(lines.some((line) => line.includes(words.care_daily_no_procedures()))).toBe(true);
  expect(lines.flatMap((line) => line.split(',')).filter((cell) => /^[1-4]$/.test(cell))).toEqual(
    [],
  );
});

test('[M7] without a network what was heard last stays with its age, and a day that was not heard is not known', async ({
  openAs,
  words,
}) => {
  const page = await openAs('observer', '/care/daily');
  const cases = page.getByRole('region', { name: words.care_daily_new_cases(), exact: true });
  await expect(cases).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: words.care_daily_day_before() }).click();
  await expect(page.getByText(words.care_daily_unheard())).toBeVisible();
  await expect(cases).toBeHidden();
  await page.getByRole('button', { name: words.care_daily_day_after() }).click();
  await expect(cases).toBeVisible();
  const [before = ''] = words.care_daily_heard_before({ age: '|' }).split('|');
  await expect(page.getByText(before)).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: words.care_daily_day_before() }).click();
  await expect(cases).toBeVisible();
});

test('[M7] a table prints alone, whatever was printed before it', async ({ openAs, words }) => {
  const page = await openAs('admin', '/admin/accounts/new');
  await page.evaluate(() => {
    globalThis.print = () => undefined;
  });
  // By links, for a page that is loaded anew has forgotten the others.
  const nav = page.getByRole('navigation', { name: words.common_nav_label() });
  await nav.getByRole('link', { name: words.common_nav_care(), exact: true }).click();
  await page.getByRole('link', { name: words.care_daily_title() }).click();
  const title = page.getByRole('heading', { level: 1, name: words.care_daily_title() });
  // The page before has a table to hand on too.
  await expect(title).toBeVisible();
  await page.getByRole('button', { name: words.handing_button() }).click();
  await page.getByRole('button', { name: words.handing_print() }).click();
  await page.emulateMedia({ media: 'print' });
  await expect(title.filter({ visible: true })).toHaveCount(1);
  await expect(nav).toBeHidden();
  await expect(page.locator('body > .print-alone table')).toBeVisible();
});
