import type { Page } from '@playwright/test';
import { shortCode } from '../../../src/lib/domain/people/short-code.ts';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

// Made up, and other ones for each language: both runs write into one operation.
const names = {
  ar: {
    typed: { given: 'نزار', father: 'كمال', family: 'درويش', mother: 'سعاد' },
    again: { given: 'Nizar', father: 'Kamal', family: 'Darwish', mother: 'Souad' },
  },
  en: {
    typed: { given: 'Bassel', father: 'Ghassan', family: 'Haddad', mother: 'Widad' },
    again: { given: 'باسل', father: 'غسان', family: 'حداد', mother: 'وداد' },
  },
} as const;
const parts = ['given', 'father', 'family', 'mother'] as const;

const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[N2] recorded without a name and without a network, found by code, named, seen by a medic and by no observer, merged and parted', async ({
      phone,
      wire,
      openAs,
      device,
      words,
    }) => {
      const { typed, again } = names[language];
      const first = await phone.newPage();
      await first.goto('/login');
      await signIn(first, words, demoAccount('coordinator.team2'));
      await keptOnPhone(first);
      await loseNetwork(phone, wire);

      await first.getByRole('link', { name: words.common_nav_people(), exact: true }).click();
      await first.getByRole('link', { name: words.people_new() }).click();
      const choose = (question: string, answer: string) =>
        first
          .getByRole('group', { name: question })
          .getByRole('radio', { name: answer, exact: true })
          .check();
      await choose(words.admin_field_sex(), words.domain_person_sex_male());
      await choose(words.admin_field_age_group(), words.domain_person_age_group_adult());
      await choose(words.admin_field_condition(), words.domain_person_condition_injured());
      await first.getByRole('button', { name: words.people_save(), exact: true }).click();
      await expect(
        first.getByRole('heading', { level: 1, name: words.people_name_unknown() }),
      ).toBeVisible();
      const id = idIn(first);
      const code = shortCode(id);
      await expect(first.getByText(code, { exact: true })).toBeVisible();
      await expect(first.getByRole('img', { name: words.people_qr({ code }) })).toBeVisible();
      await expect(first.getByText(words.field_pending_long())).toBeVisible();

      // As somebody reads it out: small letters, without the hyphen.
      await first.getByRole('link', { name: words.people_all() }).click();
      await first.getByRole('searchbox').fill(code.replace('-', '').toLowerCase());
      const cards = first.getByRole('main').getByRole('listitem');
      await expect(cards).toHaveCount(1);
      await cards.getByRole('link').click();

      await first.getByRole('button', { name: words.people_edit(), exact: true }).click();
      const sheet = first.getByRole('dialog', { name: words.people_edit_title() });
      await sheet.getByText(words.people_names(), { exact: true }).click();
      for (const part of parts)
        await sheet.getByLabel(words[`admin_field_${part}`](), { exact: true }).fill(typed[part]);
      await sheet.getByRole('button', { name: words.people_edit_save() }).click();
      await expect(sheet).toBeHidden();
      const fullName = `${typed.given} ${typed.father} ${typed.family}`;
      await expect(first.getByRole('heading', { level: 1, name: fullName })).toBeVisible();
      await first.reload();
      await expect(first.getByRole('heading', { level: 1, name: fullName })).toBeVisible();

      await findNetwork(phone, wire);
      const medic = await openAs('medic.team5', '/people');
      await medic.getByRole('searchbox').fill(`${again.family} ${again.given}`);
      await medic.getByRole('link', { name: code }).click({ timeout: 30_000 });
      await expect(medic.getByRole('heading', { level: 1, name: fullName })).toBeVisible();

      const observer = await openAs('observer', `/people/${id}`);
      await expect(observer.getByText(words.people_observer_title())).toBeVisible();
      await expect(observer.getByText(code)).toHaveCount(0);
      await expect(
        observer.getByRole('link', { name: words.common_nav_people(), exact: true }),
      ).toHaveCount(0);

      const twin = crypto.randomUUID();
      await device('coordinator.team3').mutate('person.create', twin, { ...again, sex: 'male' });
      const alike = medic.getByRole('region', { name: words.people_alike_title() });
      await expect(alike.getByText(shortCode(twin))).toBeVisible();
      await expect(alike).toContainText(words.people_reason_mother());
      await alike.getByRole('button', { name: words.people_alike_same() }).click();
      const merge = medic.getByRole('dialog', { name: words.people_merge_title() });
      await expect(merge).toContainText(code);
      await merge.getByRole('button', { name: words.people_merge_confirm() }).click();
      await expect(alike).toBeHidden();
      await medic.getByRole('link', { name: shortCode(twin) }).click();

      // It reaches the phone at the door, where it is taken back.
      await first.goto(`/people/${twin}`);
      await expect(first.getByText(words.people_merged_title())).toBeVisible({ timeout: 30_000 });
      await first.getByRole('button', { name: words.people_unmerge() }).click();
      const part = first.getByRole('dialog', { name: words.people_unmerge_title() });
      const unmerge = part.getByRole('button', { name: words.people_unmerge() });
      await unmerge.click();
      await expect(part.getByText(words.people_unmerge_required())).toBeVisible();
      await part.getByLabel(words.people_unmerge_reason()).fill('ابن عمه');
      await unmerge.click();
      await expect(part).toBeHidden();
      const history = medic.getByRole('region', { name: words.field_history() });
      await expect(history).toContainText(words.people_history_unmerged());
      await expect(history).toContainText('ابن عمه');
      await expect(medic.getByText(words.people_merged_title())).toHaveCount(0);
    });
  });
}
