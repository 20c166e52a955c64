import type { Page } from '@playwright/test';
import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import { languages } from '../support/settings.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

// Made up, and other ones for each language: both runs write into one operation.
const names = {
  ar: { given: 'رامي', father: 'هلال', family: 'البستان', mother: 'زهرة' },
  en: { given: 'Rami', father: 'Hilal', family: 'Bustan', mother: 'Zahra' },
} as const;
const parts = ['given', 'father', 'family', 'mother'] as const;

const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });

    test('[F3] asked for and matched without a network, claimed by two families, handed over by two accounts and by no single one, reversed with a reason', async ({
      phone,
      wire,
      openAs,
      device,
      words,
    }) => {
      test.slow();
      const sought = names[language];
      const fullName = `${sought.given} ${sought.father} ${sought.family}`;
      const person = crypto.randomUUID();
      const door = device('coordinator.team3');
      await door.mutate('person.create', person, { ...sought, sex: 'male', birth_year: 1990 });
      const press = (page: Page, name: string) =>
        page.getByRole('button', { name, exact: true }).click();

      const first = await phone.newPage();
      await first.goto('/login');
      await signIn(first, words, demoAccount('coordinator.team2'));
      await keptOnPhone(first);
      await first.goto('/people');
      await expect(first.getByText(fullName)).toBeVisible({ timeout: 30_000 });
      await loseNetwork(phone, wire);

      // Without a network: a request, who it may be, and the first confirmation.
      await first.getByRole('link', { name: words.tracing_title(), exact: true }).click();
      await first.getByRole('link', { name: words.tracing_new() }).click();
      await press(first, words.tracing_save());
      await expect(first.getByText(words.tracing_nobody_named())).toBeVisible();
      for (const part of parts)
        await first.getByLabel(words[`admin_field_${part}`](), { exact: true }).fill(sought[part]);
      await first.getByLabel(words.tracing_seeker_name(), { exact: true }).fill('زهرة');
      await first
        .getByLabel(words.admin_field_seeker_contact(), { exact: true })
        .fill('+963 11 555');
      await press(first, words.tracing_save());
      await expect(first.getByRole('heading', { level: 1, name: fullName })).toBeVisible();
      const request = idIn(first);
      const candidates = first.getByRole('region', { name: words.tracing_candidates() });
      const candidate = candidates.getByRole('listitem').filter({ hasText: fullName });
      await expect(candidate).toContainText(words.people_reason_mother());
      await candidate.getByRole('button', { name: words.tracing_propose() }).click();
      const claims = first.getByRole('region', { name: words.tracing_claims() });
      await claims.getByRole('button', { name: words.tracing_step_confirm_first() }).click();
      const sheet = first.getByRole('dialog', { name: words.tracing_step_confirm_first() });
      await sheet.getByRole('button', { name: words.tracing_step_confirm_first() }).click();
      await expect(sheet).toBeHidden();
      // The same account is not offered the second, and a server that is asked all the same refuses.
      await expect(claims.getByText(words.domain_reason_same_account())).toBeVisible();
      const handOver = words.tracing_step_confirm_second();
      await expect(claims.getByRole('button', { name: handOver })).toHaveCount(0);
      await first.reload();
      await expect(claims.getByText(words.tracing_confirmed_first())).toBeVisible();

      await findNetwork(phone, wire);
      const medic = await openAs('medic.team5', `/tracing/${request}`);
      const second = medic.getByRole('region', { name: words.tracing_claims() });
      await expect(second.getByRole('button', { name: handOver })).toBeVisible({
        timeout: 30_000,
      });
      const claim = claimId(request, person);
      const alone = await device('coordinator.team2').mutate('tracing.claim_step', claim, {
        from: 'confirmed_once',
        to: 'confirmed',
      });
      expect(alone).toMatchObject({ outcome: 'rejected', reason: 'same_account' });

      // Another family claims the same man: nobody is handed over while both stand.
      const other = crypto.randomUUID();
      await door.mutate('tracing.request', other, { given: sought.given, seeker_name: 'سلمى' });
      await door.mutate('tracing.claim', claimId(other, person), {
        request_id: other,
        person_id: person,
      });
      await expect(second.getByText(words.tracing_contested({ count: 1 }))).toBeVisible();
      await expect(second.getByRole('button', { name: handOver })).toHaveCount(0);
      await second.getByRole('link', { name: words.tracing_compare() }).click();
      const beside = medic.getByRole('region', { name: words.tracing_beside() });
      await expect(beside.getByText('سلمى')).toBeVisible();
      await expect(beside.getByText('+963 11 555')).toBeVisible();
      const boxes = await beside.getByRole('listitem').evaluateAll((columns) =>
        columns
          .filter((one) => one.classList.contains('card'))
          .map((one) => {
            const { top, left, right } = one.getBoundingClientRect();
            return { top, left, right };
          }),
      );
      expect(boxes).toHaveLength(2);
      for (const { top, left, right } of boxes) {
        expect(top).toBe(boxes[0]?.top);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(360);
      }

      // Who confirmed the one may reject the other.
      await first.goto(`/tracing/person/${person}`);
      const rival = first.getByRole('listitem').filter({ hasText: 'سلمى' });
      await rival
        .getByRole('button', { name: words.tracing_step_reject() })
        .click({ timeout: 30_000 });
      const rejecting = first.getByRole('dialog', { name: words.tracing_step_reject() });
      await rejecting.getByLabel(words.tracing_reason()).fill('اسم آخر');
      await rejecting.getByRole('button', { name: words.tracing_step_reject() }).click();
      await expect(rejecting).toBeHidden();

      await medic.goto(`/tracing/${request}`);
      await second.getByRole('button', { name: handOver }).click({ timeout: 30_000 });
      const confirming = medic.getByRole('dialog', { name: handOver });
      await confirming.getByRole('button', { name: handOver }).click();
      await expect(second.getByText(words.domain_claim_status_confirmed())).toBeVisible();
      await expect(second.getByText(words.tracing_confirmed_second())).toContainText(
        words.tracing_you(),
      );

      // A wrong hand-over is reversed, and says why.
      const admin = await openAs('admin', `/tracing/${request}`);
      await admin
        .getByRole('button', { name: words.tracing_step_reverse() })
        .click({ timeout: 30_000 });
      const reversing = admin.getByRole('dialog', { name: words.tracing_step_reverse() });
      const reverse = reversing.getByRole('button', { name: words.tracing_step_reverse() });
      await reverse.click();
      await expect(reversing.getByText(words.tracing_reason_required())).toBeVisible();
      await reversing.getByLabel(words.tracing_reason()).fill('ليس هو');
      await reverse.click();
      await expect(reversing).toBeHidden();
      const history = medic.getByRole('region', { name: words.field_history() });
      await expect(history).toContainText('ليس هو', { timeout: 30_000 });
      await expect(medic.getByText(words.domain_request_status_reversed()).first()).toBeVisible();

      const observer = await openAs('observer', `/tracing/${request}`);
      await expect(
        observer.getByText(words.tracing_counts_requests(), { exact: true }),
      ).toBeVisible();
      await expect(observer.getByText(fullName)).toHaveCount(0);
      await expect(observer.getByText('+963 11 555')).toHaveCount(0);
    });

    test('[F7] a file of another organisation is shown before it comes in, and comes in once', async ({
      openAs,
      words,
    }) => {
      const id = `other.example/${crypto.randomUUID()}`;
      const field = (name: string, value: string) => `<${name}>${value}</${name}>`;
      const record = (key: string, name: string, more = '') =>
        `<person>\n${field('person_record_id', key)}${field('source_date', '2024-12-08T11:00:00Z')}${field('full_name', name)}${more}</person>`;
      const name = `Wafa ${language}`;
      const xml = `<pfif xmlns="http://zesty.ca/pfif/1.4">\n${record(id, name)}\n${record(`${id}-2`, 'Bad', field('sex', 'M'))}\n</pfif>`;
      const page = await openAs('coordinator.team1', '/tracing/exchange');
      const choose = () =>
        page.getByLabel(words.tracing_import_file()).setInputFiles({
          name: 'others.xml',
          mimeType: 'application/xml',
          buffer: Buffer.from(xml),
        });
      await choose();
      const coming = page.getByRole('region', {
        name: words.tracing_import_coming({ count: 1 }),
      });
      await expect(coming).toContainText(name);
      await expect(page.getByText(`${id}-2`)).toBeVisible();
      await page.getByRole('button', { name: words.tracing_import_take({ count: 1 }) }).click();
      await expect(page.getByText(words.tracing_import_done({ count: 1 }))).toBeVisible();
      await expect(page.getByText(words.tracing_import_known({ count: 1 }))).toBeVisible();
      await page.goto('/tracing');
      await page.getByRole('searchbox').fill(name);
      await expect(
        page.getByRole('main').getByRole('listitem').filter({ hasText: name }),
      ).toHaveCount(1);
    });
  });
}
