import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzip } from '../../support/unzip.ts';
import { languages, type Language } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demo, demoAccount, secretClient } from '../support/stack.ts';
import { expect, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

// A picture of one pixel, and what some cameras append behind a picture: two and a half parts.
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const photoOf = (language: Language) =>
  Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.alloc(2_500_000, language)]);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Rooms that no other test looks at. */
const rooms = { ar: 'red/f2/a/4', en: 'red/f2/a/5' } as const;

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[V1] [V2] [V5] [E1] [E2] a photo taken offline survives a reload, is sent on where it broke off, and leaves in a package that proves itself', async ({
      phone,
      wire,
      openAs,
      words,
    }) => {
      test.slow();
      const photo = photoOf(language);
      const hash = sha256(photo);
      const code = `E-${hash.slice(0, 4)}-${hash.slice(4, 8)}`.toUpperCase();
      const page = await phone.newPage();
      await page.goto('/login');
      await signIn(page, words, demoAccount('coordinator.team1'));
      await keptOnPhone(page);
      await loseNetwork(phone, wire);

      await page.getByRole('button', { name: words.common_nav_more() }).click();
      await page.getByRole('link', { name: words.common_nav_evidence(), exact: true }).click();
      await page.getByRole('link', { name: words.evidence_new() }).click();
      await page.getByLabel(words.evidence_source()).fill('Drawer 3');
      await page
        .getByLabel(words.evidence_camera())
        .setInputFiles({ name: 'IMG 1.png', mimeType: 'image/png', buffer: photo });
      await expect(page.getByText(words.evidence_kept({ code }))).toBeVisible();
      await page.reload();
      await page.goto('/evidence');
      await page.getByRole('link', { name: code }).click();
      await expect(page.getByText(words.evidence_state_waiting())).toBeVisible();
      await expect(
        page.getByRole('img', { name: words.evidence_working_alt({ code }) }),
      ).toBeVisible();
      await expect(page.getByText(hash)).toBeVisible();

      // The original is looked at without a network, and the look is in the custody.
      await page.getByRole('button', { name: words.evidence_view() }).click();
      await expect(
        page.getByRole('img', { name: words.evidence_original_alt({ code }) }),
      ).toBeVisible();
      const custody = page.getByRole('region', { name: words.evidence_custody() });
      await expect(custody.getByText(words.domain_custody_viewed())).toBeVisible();

      // The line breaks at the second part; what has arrived is not sent again.
      const arrived: string[] = [];
      let isBroken = true;
      wire.fateOf = (path) => {
        const part = /part-\d+$/.exec(path)?.[0];
        if (isBroken && part === 'part-0001') return 'refuse';
        if (part) arrived.push(part);
        return 'pass';
      };
      await phone.setOffline(false);
      await expect.poll(() => arrived).toEqual(['part-0000']);
      await expect(page.getByText(words.field_pending_long())).toBeVisible();
      isBroken = false;
      await expect(page.getByText(words.evidence_state_checked())).toBeVisible({ timeout: 60_000 });
      expect(arrived).toEqual(['part-0000', 'part-0001', 'part-0002']);
      await expect(custody.getByText(words.domain_custody_checked())).toBeVisible();

      const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const parts: Buffer[] = [];
      for (const part of ['part-0000', 'part-0001', 'part-0002']) {
        const path = `${demo.operation}/${id}/${part}`;
        const { data } = await secretClient().storage.from('evidence').download(path);
        parts.push(Buffer.from(await (data ?? new Blob()).arrayBuffer()));
      }
      expect(sha256(Buffer.concat(parts))).toBe(hash);

      // A hand-over, and the package for the court.
      const admin = await openAs('admin', `/evidence/${id}`);
      await admin.getByRole('button', { name: words.evidence_hand_over(), exact: true }).click();
      const sheet = admin.getByRole('dialog', { name: words.evidence_custody_title() });
      await sheet.getByLabel(words.evidence_custody_to()).fill('Court clerk');
      await sheet.getByLabel(words.evidence_custody_reason()).fill('Summons 14');
      await sheet.getByRole('button', { name: words.evidence_custody_save() }).click();
      await expect(admin.getByText('Summons 14')).toBeVisible();
      await expect(admin.getByText(words.records_state_sending())).toHaveCount(0);
      await admin.getByLabel(words.evidence_export_to()).fill('Prosecutor');
      const downloading = admin.waitForEvent('download');
      await admin.getByRole('button', { name: words.evidence_export_start() }).click();
      const download = await downloading;
      await expect(admin.getByText(words.evidence_export_done())).toBeVisible();
      const folder = mkdtempSync(join(tmpdir(), 'daylight-package-'));
      try {
        for (const [name, bytes] of unzip(await readFile(await download.path()))) {
          await mkdir(dirname(join(folder, name)), { recursive: true });
          writeFileSync(join(folder, name), bytes);
        }
        const verified = spawnSync(process.execPath, ['verify.mjs'], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect(verified.stderr).toBe('');
        expect(verified.stdout).toContain('EVERYTHING IS AS IT WAS EXPORTED');
        const fingerprint = /[0-9a-f]{64}/.exec(verified.stdout)?.[0] ?? '-';
        await expect(admin.getByText(fingerprint)).toBeVisible();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }

      // The coordinator's phone hears of both when it asks again; the observer has a number.
      await page.reload();
      await expect(custody.getByText(words.domain_custody_exported())).toBeVisible();
      const observer = await openAs('observer', '/evidence');
      await expect(observer.getByText(words.evidence_observer_text())).toBeVisible();
      await expect(observer.getByText(code)).toBeHidden();
    });

    test('a room is sealed: it is shown so, and a documentation task waits', async ({
      openAs,
      words,
    }) => {
      const room = demo.area(rooms[language]);
      const site = demo.site('Saidnaya – Red Building');
      const page = await openAs('coordinator.team1', `/field/search/${site}?area=${room}`);
      await page.getByRole('button', { name: words.evidence_seal(), exact: true }).click();
      await page.getByRole('button', { name: words.evidence_seal_do() }).click();
      await expect(page.getByText(words.evidence_sealed())).toBeVisible();
      await expect(
        page.getByText(words.domain_search_result_sealed_for_evidence()).first(),
      ).toBeVisible();
      // Nobody seals it twice, and the way to its task is there.
      await expect(
        page.getByRole('button', { name: words.evidence_seal(), exact: true }),
      ).toBeHidden();
      await expect(page.getByText(words.evidence_seal_stands())).toBeVisible();
      await expect(page.locator('main a[href^="/field/tasks/"]').first()).toBeVisible();
      await page.getByRole('link', { name: words.evidence_new() }).click();
      await expect(page).toHaveURL(new RegExp(`area=${room}`));
      await expect(page.getByLabel(words.evidence_camera())).toBeAttached();
    });
  });
}
