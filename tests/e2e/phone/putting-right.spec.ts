import { shortCode } from '../../../src/lib/domain/people/short-code.ts';
import { languages } from '../support/settings.ts';
import { demo } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[V7] what evidence was collected for is put right with a reason, and leaves a medic who may not read it', async ({
      openAs,
      words,
    }) => {
      const page = await openAs('coordinator.team3', '/evidence/new');
      await page.getByLabel(words.evidence_file()).setInputFiles({
        name: 'list.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from(`${language} ${crypto.randomUUID()}`),
      });
      await page.getByRole('link', { name: /^E-/ }).click();
      await expect(page.getByText(words.evidence_state_checked())).toBeVisible();
      const { pathname } = new URL(page.url());
      const medic = await openAs('medic.team5', pathname);
      await expect(medic.getByRole('heading', { name: /^E-/ })).toBeVisible();

      await page.getByRole('button', { name: words.evidence_tie_change() }).click();
      const sheet = page.getByRole('dialog', { name: words.evidence_tie_title() });
      await sheet.getByRole('button', { name: words.evidence_custody_save() }).click();
      await expect(sheet.getByText(words.evidence_tie_same())).toBeVisible();
      await sheet.getByLabel(words.evidence_fact_report()).selectOption(demo.report('lead-door'));
      await expect(sheet.getByText(words.evidence_of_report_lead())).toBeVisible();
      await sheet.getByLabel(words.evidence_custody_reason()).fill('The list hung at that door');
      await sheet.getByRole('button', { name: words.evidence_custody_save() }).click();
      const custody = page.getByRole('region', { name: words.evidence_custody() });
      await expect(custody.getByText(words.domain_custody_tied())).toBeVisible();
      await expect(custody.getByText('The list hung at that door')).toBeVisible();
      await expect(medic.getByText(words.evidence_missing_title())).toBeVisible();
    });

    test('a wristband has the code of a person and nothing else, and the way back goes to what was searched', async ({
      openAs,
      words,
    }) => {
      const person = demo.person('g-b-first');
      const page = await openAs('coordinator.team1', '/people');
      const search = page.getByRole('searchbox', { name: words.people_search() });
      await search.fill('mithal');
      await page.locator(`a[href="/people/${person}"]`).click();
      await page.evaluate(() => {
        window.print = () => undefined;
      });
      await page.getByRole('button', { name: words.people_print() }).click();
      const printed = page.locator('.print-alone');
      await expect(printed).toHaveText(new RegExp(`^\\s*(${shortCode(person)}\\s*){2}$`, 'u'));
      await page.goBack();
      await expect(search).toHaveValue('mithal');
      await expect(page.locator(`a[href="/people/${person}"]`)).toBeVisible();
    });
  });
}
