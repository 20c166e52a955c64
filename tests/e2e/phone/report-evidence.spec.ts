import { createHash } from 'node:crypto';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const photoOf = (name: string) => Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.from(name)]);
const codeOf = (photo: Buffer) => {
  const hash = createHash('sha256').update(photo).digest('hex');
  return `E-${hash.slice(0, 4)}-${hash.slice(4, 8)}`.toUpperCase();
};

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[V6] photos are taken for a new lead and for a claim without a network, stand with them, and go to nobody who may not read them', async ({
      phone,
      wire,
      openAs,
      words,
    }) => {
      test.slow();
      const mark = crypto.randomUUID().slice(0, 6);
      const [lead, claim] = [`باب خلف الرفوف ${mark}`, `All are out ${mark}`];
      const [first, second] = [photoOf(`${mark} door`), photoOf(`${mark} list`)];
      const page = await phone.newPage();
      await page.goto('/login');
      await signIn(page, words, demoAccount('coordinator.team3'));
      await keptOnPhone(page);
      await phone.grantPermissions(['geolocation']);
      await phone.setGeolocation({ latitude: 33.6651, longitude: 36.3287, accuracy: 12 });
      await loseNetwork(phone, wire);

      // A lead and, in one go, its photo.
      await page.getByRole('button', { name: words.common_nav_more() }).click();
      await page
        .getByRole('dialog')
        .getByRole('link', { name: words.common_nav_reports(), exact: true })
        .click();
      await page.getByRole('link', { name: words.reports_new() }).click();
      await page.getByLabel(words.admin_field_text()).fill(lead);
      await page.getByRole('button', { name: words.evidence_add_after() }).click();
      await expect(page.getByRole('link', { name: lead })).toBeVisible();
      await expect(page.getByText(words.evidence_of_report_lead())).toBeVisible();
      const take = (photo: Buffer) =>
        page
          .getByLabel(words.evidence_camera())
          .setInputFiles({ name: 'IMG 1.png', mimeType: 'image/png', buffer: photo });
      // With the place of it, as long as this is chosen.
      await page.getByLabel(words.evidence_position_save()).check();
      await expect(page.getByText(words.field_checkin_accuracy({ metres: '12' }))).toBeVisible();
      await take(first);
      await expect(page.getByText(words.evidence_kept({ code: codeOf(first) }))).toBeVisible();
      await page.getByRole('link', { name: words.evidence_to_report() }).click();
      const files = page.getByRole('region', { name: words.evidence_of_report() });
      await expect(files.getByRole('link', { name: codeOf(first) })).toContainText(
        words.evidence_state_waiting(),
      );
      await expect(files.locator('img')).toBeVisible();
      const leadAt = new URL(page.url()).pathname;

      // A claim that is there already gets one, too; the item says what it is for.
      await page.goto('/reports/new');
      await page.getByRole('radio', { name: words.domain_report_kind_claim() }).check();
      await page.getByLabel(words.admin_field_text()).fill(claim);
      await page.getByRole('button', { name: words.reports_save(), exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: claim })).toBeVisible();
      const claimAt = new URL(page.url()).pathname;
      await files.getByRole('link', { name: words.evidence_add() }).click();
      await take(second);
      await page.getByRole('link', { name: words.evidence_to_report() }).click();
      await files.getByRole('link', { name: codeOf(second) }).click();
      const facts = page.getByRole('region', { name: words.evidence_facts() });
      await expect(facts.getByRole('link', { name: claim })).toHaveAttribute('href', claimAt);
      // The choice was remembered.
      await expect(facts.getByText('33.66510, 36.32870')).toBeVisible();
      const itemAt = new URL(page.url()).pathname;

      // Nobody signs out without knowing what is on this phone alone.
      await page.goto('/settings');
      await page.getByRole('button', { name: words.account_sign_out_here() }).click();
      await expect(page.getByText(words.account_sign_out_files({ count: 2 }))).toBeVisible();
      await page.getByRole('button', { name: words.account_sign_out_stay() }).click();
      await page.goto(itemAt);

      await findNetwork(phone, wire);
      await expect(page.getByText(words.evidence_state_checked())).toBeVisible({ timeout: 60_000 });
      await page.goto(leadAt);
      await expect(files.getByRole('link', { name: codeOf(first) })).toContainText(
        words.evidence_state_checked(),
        { timeout: 60_000 },
      );
      const leadItemAt = await files
        .getByRole('link', { name: codeOf(first) })
        .getAttribute('href');

      // A medic reads the claim with its photo; of the lead, not even the photo is there.
      const medic = await openAs('medic.team5', claimAt);
      const shown = medic.getByRole('region', { name: words.evidence_of_report() });
      await expect(shown.getByRole('link', { name: codeOf(second) })).toBeVisible();
      await expect(shown.getByRole('link', { name: words.evidence_add() })).toHaveCount(0);
      await medic.goto(leadItemAt ?? '');
      await expect(medic.getByText(words.evidence_missing_title())).toBeVisible();
      await medic.goto('/evidence');
      await expect(medic.getByRole('link', { name: codeOf(second) })).toBeVisible();
      await expect(medic.getByText(codeOf(first))).toHaveCount(0);

      // An observer reads the claim, and nothing says that a photo is there.
      const observer = await openAs('observer', claimAt);
      await expect(observer.getByRole('heading', { level: 1, name: claim })).toBeVisible();
      await expect(observer.getByText(words.evidence_of_report())).toHaveCount(0);
      await expect(observer.getByText(codeOf(second))).toHaveCount(0);
      await observer.goto(itemAt);
      await expect(observer.getByText(words.evidence_observer_text())).toBeVisible();
    });
  });
}
