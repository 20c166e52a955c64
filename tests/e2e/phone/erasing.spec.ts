import { languages } from '../support/settings.ts';
import { seriousFaults } from '../support/axe.ts';
import { everythingKept } from '../support/disk.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount, secretClient } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

// Made up, and other ones for each language: both runs write into one operation.
const names = {
  ar: { given: 'زهير', family: 'الصباغ', mother: 'سلافة', kunya: 'أبو ورد' },
  en: { given: 'Haytham', family: 'Qabbani', mother: 'Samira', kunya: 'Abu Ward' },
} as const;

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[X2] [X3] [X6] [X7] an admin erases a person; a phone that was away drops the record from its disk, and its waiting change is refused in words', async ({
      phone,
      wire,
      openAs,
      device,
      words,
    }) => {
      // Two phones, and every chunk of one of them opened.
      test.slow();
      const { kunya, ...known } = names[language];
      const id = crypto.randomUUID();
      await device('coordinator.team3').mutate('person.create', id, { ...known, sex: 'male' });

      const away = await phone.newPage();
      await away.goto('/login');
      await signIn(away, words, demoAccount('coordinator.team2'));
      await keptOnPhone(away);
      await away.goto(`/people/${id}`);
      const title = away.getByRole('heading', {
        level: 1,
        name: `${known.given} ${known.family}`,
      });
      await expect(title).toBeVisible();
      await expect(away.getByRole('button', { name: words.erase_action() })).toHaveCount(0);
      await loseNetwork(phone, wire);
      await away.getByRole('button', { name: words.people_edit(), exact: true }).click();
      const edit = away.getByRole('dialog', { name: words.people_edit_title() });
      await edit.getByLabel(words.admin_field_kunya(), { exact: true }).fill(kunya);
      await edit.getByRole('button', { name: words.people_edit_save() }).click();
      await expect(away.getByText(words.field_pending_long())).toBeVisible();
      const kept = await everythingKept(away);
      for (const text of [known.mother, kunya]) expect(kept).toContain(text);

      const admin = await openAs('admin', `/people/${id}`);
      await admin.getByRole('button', { name: words.erase_action() }).click();
      const sheet = admin.getByRole('dialog', { name: words.erase_title_person() });
      await expect(sheet).toContainText(words.erase_backups());
      const hold = sheet.getByRole('button', { name: words.erase_hold() });
      const press = async () => {
        await hold.focus();
        await admin.keyboard.down('Enter');
      };
      await press();
      await expect(sheet.getByText(words.erase_reason_required())).toBeVisible();
      await admin.keyboard.up('Enter');
      expect(await seriousFaults(admin)).toEqual([]);
      const reason = words.erase_reason_request_of_the_person();
      await sheet.getByRole('radio', { name: reason }).check();
      await press();
      await admin.waitForURL(/\/people$/);
      await admin.keyboard.up('Enter');
      await expect(admin.getByText(known.mother)).toHaveCount(0);
      // The log is read once, when the page opens: the erasing has arrived by then.
      const erased = () =>
        secretClient()
          .from('people')
          .select('id', { count: 'exact', head: true })
          .eq('id', id)
          .not('deleted_at', 'is', null);
      await expect.poll(async () => (await erased()).count).toBe(1);

      await admin.goto(`/admin/log?entity=${id}`);
      await admin
        .getByRole('button', { name: words.domain_mutation_person_erase() })
        .first()
        .click();
      const entry = admin.getByRole('dialog');
      await expect(entry).toContainText(reason);
      await admin.keyboard.press('Escape');
      await admin
        .getByRole('button', { name: words.domain_mutation_person_create() })
        .first()
        .click();
      await expect(entry).toContainText(words.erase_log_sealed());
      await expect(entry).not.toContainText(known.given);

      await findNetwork(phone, wire);
      await away.evaluate(() => dispatchEvent(new Event('online')));
      await expect(away.getByRole('heading', { name: words.people_missing_title() })).toBeVisible({
        timeout: 30_000,
      });
      await away.goto('/field/records');
      const card = away.getByRole('link', { name: words.records_state_refused() });
      await expect(card).toContainText(words.domain_reason_erased());
      await expect(card).not.toContainText(kunya);
      await expect
        .poll(async () => {
          const left = await everythingKept(away);
          return [...Object.values(known), kunya].filter((text) => left.includes(text));
        })
        .toEqual([]);
      await card.click();
      await expect(away.getByRole('button', { name: words.records_correct() })).toHaveCount(0);
      await away.getByRole('button', { name: words.records_dismiss() }).click();
      await expect(card).toHaveCount(0);
    });
  });
}
