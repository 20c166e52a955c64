/**
 * Pictures of what a phone shows while it keeps records, when it is locked, and when it is wiped:
 * states that stand on no address, so that each is made on the way. Run with screens.spec.ts.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { cutOff, reconnect } from '../support/cutOff.ts';
import { lockedTitle, pressPin, setPin } from '../support/pin.ts';
import { handOverToLostTeam } from '../support/refused.ts';
import type { Language } from '../support/settings.ts';
import { expect, test } from '../support/test.ts';

const directory = join(import.meta.dirname, '../../../docs/screenshots');
const sizes = { phone: { width: 360, height: 640 }, laptop: { width: 1440, height: 900 } };
const pin = '407193';

for (const language of ['en', 'ar'] satisfies Language[]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(() => {
      test.use({ language, viewport, reducedMotion: 'reduce' });

      const take = async (page: Page, name: string): Promise<void> => {
        for (const [colorScheme, suffix] of [
          ['dark', '-dark'],
          ['light', ''],
        ] as const) {
          await page.emulateMedia({ colorScheme });
          const path = join(directory, size, language, `${name}${suffix}.png`);
          await page.screenshot({ path, animations: 'disabled' });
        }
      };

      test(`records and lock ${language} ${size}`, async ({ openAs, device, words }) => {
        test.slow();
        const admin = device('admin');
        const [one, other] = [await arrangeWorksite(admin, 2), await arrangeWorksite(admin, 2)];
        const page = await openAs('coordinator.team2', '/field');
        await expect(page.getByRole('heading', { name: words.lock_offer_title() })).toBeVisible();
        await take(page, 'pin-offer');

        await handOverToLostTeam(page, words, admin, one);
        await reconnect(page);
        await page.goto('/field/records');
        const refused = page.getByRole('link', { name: words.records_state_refused() });
        await expect(refused).toBeVisible();
        await page.goto(`/field/tasks/${other.taskId}`);
        await cutOff(page);
        await page
          .getByRole('button', { name: words.field_step_in_progress(), exact: true })
          .click();
        await expect(page.getByText(words.field_pending_long())).toBeVisible();
        await page.goto('/field/records');
        const waiting = page.getByRole('link', { name: words.records_state_waiting() });
        await expect(waiting).toContainText(words.records_error_offline());
        await take(page, 'records');

        await refused.click();
        await expect(page.getByRole('main')).toContainText(words.records_form_not_here());
        await take(page, 'record');
        const sheet = page.getByRole('dialog');
        const close = sheet.getByRole('button', { name: words.common_close(), exact: true });
        await page.getByRole('button', { name: words.records_correct() }).click();
        await take(page, 'record-correct');
        await close.click();
        await page.getByRole('button', { name: words.records_discard(), exact: true }).click();
        await take(page, 'record-discard');
        await close.click();
        await page.getByRole('button', { name: words.records_to_qr() }).click();
        await expect(sheet.getByRole('img')).toBeVisible();
        await take(page, 'record-qr');
        await close.click();

        await page.getByRole('banner').getByRole('button').last().click();
        await expect(sheet).toBeVisible();
        await take(page, 'sync-details-problem');
        await page.goto('/field/records/carry');
        await take(page, 'records-carry');

        await page.goto('/settings');
        await page.getByRole('button', { name: words.lock_set_title() }).click();
        await expect(sheet.getByLabel(words.lock_new())).toBeVisible();
        await take(page, 'pin-setup');
        await close.click();
        await setPin(page, words, pin);
        await page.getByText(words.lock_has_pin()).scrollIntoViewIfNeeded();
        await take(page, 'settings-lock');
        await page.getByRole('main').getByRole('button', { name: words.lock_now() }).click();
        await expect(lockedTitle(page, words)).toBeVisible();
        await pressPin(page, words, '000000', words.lock_open());
        await expect(page.getByText(words.lock_attempts({ count: 4 }))).toBeVisible();
        await take(page, 'lock');
        await page.getByRole('button', { name: words.lock_wipe(), exact: true }).click();
        await take(page, 'lock-wipe');
      });

      test(`wiping phones ${language} ${size}`, async ({ openAs, words }) => {
        const page = await openAs('admin', '/admin/accounts');
        await page.getByRole('link', { name: 'Coordinator, team 1' }).click();
        await page.getByRole('button', { name: words.admin_wipe_ask() }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await take(page, 'admin-wipe-phones');
      });
    });
  }
}
