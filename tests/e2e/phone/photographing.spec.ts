import type { Page } from '@playwright/test';
import { shortCode } from '../../../src/lib/domain/people/short-code.ts';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demo, demoAccount, secretClient } from '../support/stack.ts';
import { crash, expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

/** A picture as a camera gives it: larger than what is kept. */
const pictureOf = async (page: Page): Promise<Buffer> => {
  const text = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1500, 2000];
    const drawn = canvas.getContext('2d');
    for (let at = 0; at < 20 && drawn; at += 1) {
      drawn.fillStyle = `hsl(${at * 18} 50% 60%)`;
      drawn.fillRect(0, at * 100, 1500, 100);
    }
    return canvas.toDataURL('image/jpeg', 0.9);
  });
  return Buffer.from(text.slice(text.indexOf(',') + 1), 'base64');
};

/** What this phone keeps of photographs, readable or not: names of entries. */
const keptPictures = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unreadable'));
      });
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('daylight files ')) continue;
      const database = await settled(indexedDB.open(name));
      for (const store of ['files', 'previews']) {
        const keys = await settled(database.transaction(store).objectStore(store).getAllKeys());
        found.push(...keys.map(String).filter((key) => key.startsWith('photo/')));
      }
      database.close();
    }
    return found;
  });

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[G1] [G3] [G4] [G5] a photo taken offline survives the end of the app, is seen by a medic without a network too, and by nobody once consent is taken back', async ({
      phone,
      wire,
      browser,
      openAs,
      device,
      words,
    }) => {
      test.slow();
      const person = crypto.randomUUID();
      await device('coordinator.team3').mutate('person.create', person, { given: 'سليم' });
      const large = words.photos_large({ code: shortCode(person) });
      const first = await phone.newPage();
      await first.goto('/login');
      await signIn(first, words, demoAccount('coordinator.team4'));
      await keptOnPhone(first);
      await first.goto(`/people/${person}`);
      await expect(first.getByText(words.photos_none())).toBeVisible({ timeout: 30_000 });
      const picture = await pictureOf(first);
      await loseNetwork(phone, wire);

      // Nobody is photographed before somebody has agreed.
      await first.getByRole('button', { name: words.photos_add() }).click();
      const sheet = first.getByRole('dialog', { name: words.photos_ask_title() });
      await expect(sheet.getByLabel(words.photos_camera())).toHaveCount(0);
      await sheet.getByRole('radio', { name: words.domain_photo_consent_person() }).check();
      await sheet
        .getByLabel(words.photos_camera())
        .setInputFiles({ name: 'IMG 1.jpg', mimeType: 'image/jpeg', buffer: picture });
      await expect(sheet).toBeHidden();
      await expect(first.getByRole('button', { name: large })).toBeVisible();
      await expect(first.getByText(words.photos_state_waiting())).toBeVisible();

      await crash(first);
      await first.close();
      const again = await phone.newPage();
      await again.goto(`/people/${person}`);
      await expect(again.getByRole('button', { name: large })).toBeVisible();
      await expect(again.getByText(words.photos_state_waiting())).toBeVisible();
      await findNetwork(phone, wire);
      await expect(again.getByText(words.photos_state_stored())).toBeVisible({ timeout: 60_000 });

      const medics = await browser.newContext({
        baseURL: wire.origin,
        serviceWorkers: 'allow',
      });
      const medic = await medics.newPage();
      await medic.goto('/login');
      await signIn(medic, words, demoAccount('medic.team5'));
      await keptOnPhone(medic);
      await medic.goto(`/people/${person}`);
      await medic.getByRole('button', { name: large }).click({ timeout: 30_000 });
      const shown = medic.getByRole('dialog').getByRole('img');
      await expect(shown).toBeVisible();
      // Smaller than it was, and without what the camera had written into it.
      expect(await shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1280);
      await loseNetwork(medics, wire);
      await medic.reload();
      await expect(medic.getByRole('button', { name: large })).toBeVisible();
      await expect.poll(() => keptPictures(medic)).toHaveLength(1);
      await findNetwork(medics, wire);

      const observer = await openAs('observer', `/people/${person}`);
      await expect(observer.getByText(words.people_observer_title())).toBeVisible();
      await expect(observer.getByRole('button', { name: large })).toHaveCount(0);

      const photos = secretClient().storage.from('person-photos');
      const listed = async () => {
        const asked = await secretClient().rpc('photos_to_clear', {
          operation: demo.operation,
        });
        return asked.data as string[];
      };
      const rowOf = async () => {
        const found = await secretClient().from('person_photos').select().eq('person_id', person);
        return (found.data as { id: string; deleted_at: string | null }[])[0];
      };
      const path = `${demo.operation}/${(await rowOf())?.id ?? ''}/part-0000`;
      expect((await photos.download(path)).error).toBeNull();

      await again.getByRole('button', { name: words.photos_take_away() }).click();
      const away = again.getByRole('dialog', { name: words.photos_away_title() });
      await away
        .getByRole('radio', { name: words.domain_photo_reason_consent_withdrawn() })
        .check();
      await expect(away.getByText(words.photos_away_all())).toBeVisible();
      await away.getByRole('button', { name: words.photos_away_confirm() }).click();
      await expect(again.getByText(words.photos_none())).toBeVisible();

      // Gone from Storage by the phone's own asking, and open to nobody before that.
      const other = device('coordinator.team1');
      await other.call('phones_heard', { operation: demo.operation });
      await expect.poll(async () => (await rowOf())?.deleted_at ?? null).not.toBeNull();
      const asked = await other.client.storage.from('person-photos').download(path);
      expect(asked.error).not.toBeNull();
      await expect
        .poll(async () => (await photos.download(path)).error === null, { timeout: 30_000 })
        .toBe(false);
      await expect.poll(listed).toEqual([]);
      await medic.reload();
      await expect(medic.getByText(words.photos_none())).toBeVisible({ timeout: 30_000 });
      for (const page of [again, medic]) await expect.poll(() => keptPictures(page)).toEqual([]);
      await medics.close();
    });
  });
}
