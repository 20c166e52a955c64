import { arrangeWorksite } from '../support/arrange.ts';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const team = 3;

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[C8] counted at the door without a network, taken back, sent, seen by an observer, and corrected', async ({
      phone,
      wire,
      openAs,
      device,
      words,
    }) => {
      const site = await arrangeWorksite(device('admin'), team);
      const first = await phone.newPage();
      await first.goto('/login');
      await signIn(first, words, demoAccount(`coordinator.team${team}`));
      await keptOnPhone(first);
      await loseNetwork(phone, wire);

      await first.goto(`/field/tasks/${site.taskId}`);
      await first.getByRole('link', { name: words.release_count_title() }).click();
      await expect(first.getByText(site.siteName)).toBeVisible();
      const tile = (group: string, count: number) =>
        first.getByRole('button', { name: words.release_add({ group, count }), exact: true });
      const [women, men] = [
        words.domain_release_group_women(),
        words.domain_release_group_men(),
      ] as const;
      await tile(men, 0).click();
      await tile(men, 1).click();
      await tile(women, 0).click();
      await first.getByRole('button', { name: words.release_mother_girl() }).click();
      await expect(tile(women, 2)).toBeVisible();
      await first.getByRole('button', { name: words.release_undo() }).click();
      await expect(tile(women, 1)).toBeVisible();
      await expect(tile(words.domain_release_group_girls(), 0)).toBeVisible();

      // Thirty more at once, in the digits of the keyboard; and a word that is no number.
      await first.getByRole('button', { name: words.release_more() }).click();
      const many = first.getByRole('dialog', { name: words.release_more_title() });
      await many.getByLabel(men, { exact: true }).fill('many');
      await many.getByRole('button', { name: words.release_more_save() }).click();
      await expect(many.getByText(words.release_numbers_wrong())).toBeVisible();
      await many.getByLabel(men, { exact: true }).fill('٣٠');
      await many.getByRole('button', { name: words.release_more_save() }).click();
      await expect(many).toBeHidden();
      await first.reload();
      await expect(tile(men, 32)).toBeVisible();

      await findNetwork(phone, wire);
      const watched = await openAs('observer', `/releases?by=site&of=${site.siteId}`);
      const heading = watched.getByRole('heading', { name: site.siteName });
      await expect(heading).toBeVisible({ timeout: 30_000 });
      await expect(watched.getByRole('main').getByText('33', { exact: true })).toBeVisible();
      await expect(watched.getByRole('button', { name: words.release_correct() })).toHaveCount(0);

      const admin = await openAs('admin', `/releases?by=site&of=${site.siteId}`);
      await admin
        .getByRole('listitem')
        .filter({ hasText: '30' })
        .getByRole('button', { name: words.release_correct() })
        .click();
      const sheet = admin.getByRole('dialog', { name: words.release_correct_title() });
      await expect(sheet.getByLabel(men, { exact: true })).toHaveValue('30');
      await sheet.getByRole('button', { name: words.release_correct_save() }).click();
      await expect(sheet.getByText(words.release_correct_same())).toBeVisible();
      await sheet.getByLabel(men, { exact: true }).fill('28');
      await sheet.getByRole('button', { name: words.release_correct_save() }).click();
      await expect(sheet).toBeHidden();
      await expect(watched.getByRole('main').getByText('31', { exact: true })).toBeVisible();
      await expect(watched.getByText(words.release_correction()).first()).toBeVisible();
    });
  });
}

test('[C8] the same correction of two phones counts twice, and is said until somebody corrects it once more', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const { siteId, siteName } = await arrangeWorksite(admin, team);
  const counted = crypto.randomUUID();
  await admin.mutate('release.record', counted, { men: 30, site_id: siteId });
  for (const id of [crypto.randomUUID(), crypto.randomUUID()])
    await admin.mutate('release.record', id, { men: -2, corrects: counted });
  const page = await openAs('admin', `/releases?by=site&of=${siteId}`);
  await expect(page.getByRole('heading', { name: siteName })).toBeVisible({ timeout: 30_000 });
  const entry = page.getByRole('listitem').filter({ hasText: words.release_correct() });
  await expect(entry.getByText(words.release_same_twice())).toBeVisible();
  await entry.getByRole('button', { name: words.release_correct() }).click();
  const sheet = page.getByRole('dialog', { name: words.release_correct_title() });
  const men = sheet.getByLabel(words.domain_release_group_men(), { exact: true });
  await expect(men).toHaveValue('26');
  await men.fill('28');
  await sheet.getByRole('button', { name: words.release_correct_save() }).click();
  await expect(page.getByText(words.release_same_twice())).toBeHidden();
  await expect(page.getByRole('main').getByText('28', { exact: true })).toBeVisible();
});
