import { shortCode } from '../../../src/lib/domain/people/short-code.ts';
import { arrangeWorksite } from '../support/arrange.ts';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const team = 3;
// Made up, and other ones for each language: both runs write into one operation.
const names = {
  ar: { given: 'وائل', family: 'السنديان', sought: 'Wael Sindian' },
  en: { given: 'Nabil', family: 'Zaytoun', sought: 'نبيل زيتون' },
} as const;

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[M3] a case says whose it is without a network, by name and by code, and no longer once the link is taken away', async ({
      phone,
      wire,
      openAs,
      device,
      words,
    }) => {
      test.slow();
      const { given, family, sought } = names[language];
      const admin = device('admin');
      const coordinator = device(`coordinator.team${team}`);
      const { siteId, siteName } = await arrangeWorksite(admin, team);
      const [person, care] = [crypto.randomUUID(), crypto.randomUUID()];
      await coordinator.mutate('person.create', person, { given, family, found_site_id: siteId });
      const triage = { category: 'delayed', method: 'direct' } as const;
      await coordinator.mutate('care.open', care, { site_id: siteId, triage });
      const code = shortCode(person);

      const page = await phone.newPage();
      await page.goto('/login');
      await signIn(page, words, demoAccount(`coordinator.team${team}`));
      await keptOnPhone(page);
      await page.goto(`/care/${care}`);
      await expect(page.getByText(words.care_person_unknown())).toBeVisible({ timeout: 30_000 });
      await loseNetwork(phone, wire);

      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      const choose = async (text: string) => {
        await press(words.care_link());
        const sheet = page.getByRole('dialog', { name: words.care_link_choose() });
        await sheet.getByRole('searchbox').fill(text);
        await sheet.getByRole('button', { name: code }).click();
      };
      await choose(sought);
      const sure = page.getByRole('dialog', { name: words.care_link_confirm_title() });
      await expect(sure).toContainText(siteName);
      // Somebody else of the name after all: the question is asked anew.
      await sure.getByRole('button', { name: words.care_link_again() }).click();
      const again = page.getByRole('dialog', { name: words.care_link_choose() });
      await again.getByRole('searchbox').fill(code);
      await again.getByRole('button', { name: code }).click();
      await sure.getByRole('button', { name: words.care_link_save() }).click();
      await expect(sure).toBeHidden();
      const link = page.getByRole('main').getByRole('link', { name: code });
      await expect(link).toBeVisible();
      await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();

      await press(words.care_unlink());
      const away = page.getByRole('dialog', { name: words.care_unlink() });
      await away.getByRole('button', { name: words.care_unlink() }).click();
      await expect(away).toBeHidden();
      await expect(page.getByText(words.care_person_unknown())).toBeVisible();
      await expect(link).toHaveCount(0);

      // From the person's page it is linked again, and the medic sees whose it is.
      await page.goto(`/people/${person}`);
      await press(words.care_link_case());
      const cases = page.getByRole('dialog', { name: words.care_link_case_title() });
      const save = cases.getByRole('button', { name: words.care_link_save() });
      await save.click();
      await expect(cases.getByText(words.care_link_case_required())).toBeVisible();
      await cases.getByRole('radio', { name: siteName }).first().check();
      await save.click();
      await expect(cases).toBeHidden();
      await expect(page.getByRole('region', { name: words.care_title() })).toContainText(code);

      await findNetwork(phone, wire);
      const medic = await openAs('medic.team5', `/care/${care}`);
      await expect(medic.getByRole('main').getByRole('link', { name: code })).toBeVisible({
        timeout: 30_000,
      });
      const nobody = await openAs('coordinator.team1', `/care/${care}`);
      await expect(nobody.getByText(words.care_missing_title())).toBeVisible();
    });
  });
}
