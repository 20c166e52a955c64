import type { Page } from '@playwright/test';
import { shortCode } from '../../../src/lib/domain/people/short-code.ts';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

// Made up, and other ones for each language: both runs write into one operation.
const called = {
  ar: { pasted: 'الزنبق، أبو ليث\nA-70415', sought: 'Zanbaq', number: '70415', more: 'الشيخ ليث' },
  en: { pasted: 'Qandil, Abu Jad; B-80526', sought: 'قنديل', number: '٨٠٥٢٦', more: 'Sheikh Jad' },
} as const;
const homes = { ar: 'ريف دمشق', en: 'Rural Damascus' } as const;

const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
/** As a phone's clipboard gives it to the field. */
const paste = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).evaluate((field, said) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', said);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[N1] what a person is called, where they are at home and until when they are kept is recorded without a network, and found by a medic under any name', async ({
      phone,
      wire,
      openAs,
      words,
    }) => {
      test.slow();
      const { pasted, sought, number, more } = called[language];
      const names = pasted.split(/[\n;،,]/u).map((name) => name.trim());
      const [first = ''] = names;
      const page = await phone.newPage();
      await page.goto('/login');
      await signIn(page, words, demoAccount('coordinator.team2'));
      await keptOnPhone(page);
      await loseNetwork(phone, wire);

      await page.getByRole('link', { name: words.common_nav_people(), exact: true }).click();
      await page.getByRole('link', { name: words.people_new() }).click();
      await page.getByText(words.people_names(), { exact: true }).click();
      const also = words.admin_field_also_known_as();
      const chip = (name: string) =>
        page.getByRole('button', { name: words.people_alias_take({ name }), exact: true });
      await paste(page, also, pasted);
      for (const name of names) await expect(chip(name)).toBeVisible();
      await page.getByLabel(also, { exact: true }).fill('x');
      await page.getByLabel(also, { exact: true }).press('Enter');
      await chip('x').click();
      await expect(chip('x')).toHaveCount(0);
      // Typed and not added: it is kept all the same.
      await page.getByLabel(also, { exact: true }).fill(more);
      await page.getByText(words.people_more(), { exact: true }).click();
      await page
        .getByLabel(words.admin_field_home_adm1_pcode())
        .selectOption({ label: homes[language] });
      const keep = page.getByRole('group', { name: words.people_keep(), exact: true });
      await keep.getByRole('radio', { name: words.people_keep_day(), exact: true }).check();
      const save = page.getByRole('button', { name: words.people_save(), exact: true });
      await save.click();
      await expect(page.getByText(words.people_keep_no_day())).toBeVisible();
      await keep.getByRole('radio', { name: words.people_keep_one_year(), exact: true }).check();
      await save.click();

      await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
      const code = shortCode(idIn(page));
      const facts = page.getByRole('region', { name: words.people_facts() });
      for (const name of [...names, more]) await expect(facts).toContainText(name);
      await expect(facts).toContainText(homes[language]);
      await expect(facts).toContainText(String(new Date().getUTCFullYear() + 1));
      await page.reload();
      await expect(facts).toContainText(homes[language]);

      await findNetwork(phone, wire);
      const medic = await openAs('medic.team5', '/people');
      for (const text of [sought, number, more]) {
        await medic.getByRole('searchbox').fill(text);
        await expect(medic.getByRole('link', { name: code })).toBeVisible({ timeout: 30_000 });
      }
      await medic.getByRole('link', { name: code }).click();
      await medic.getByRole('button', { name: words.people_edit(), exact: true }).click();
      const sheet = medic.getByRole('dialog', { name: words.people_edit_title() });
      await sheet
        .getByRole('button', { name: words.people_alias_take({ name: more }), exact: true })
        .click();
      await sheet.getByRole('button', { name: words.people_edit_save() }).click();
      await expect(sheet).toBeHidden();
      await expect(medic.getByRole('region', { name: words.people_facts() })).not.toContainText(
        more,
      );
    });
  });
}
