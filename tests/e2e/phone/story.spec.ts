import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { shortCode } from '../../../src/lib/domain/people/short-code.ts';
import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import { arrangeHospital, arrangeWorksite } from '../support/arrange.ts';
import { arrangeMedic } from '../support/coordinators.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const team = 4;
const arriving = { timeout: 30_000 };
/** Words, nobody's names; of each run its own, for all write into one operation. */
const mark = Array.from({ length: 4 }, () => 'bdfklmnrst'.charAt(randomInt(10))).join('a');
const mother = { given: 'Nada', father: 'Rabi', family: `Gha${mark}`, mother: 'Warda' } as const;
const nameParts = ['given', 'father', 'family', 'mother'] as const;
const fullName = `${mother.given} ${mother.father} ${mother.family}`;
const contact = '+963 11 777';

const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('a mother and her child from a room to their family: coordinator, medic, admin and observer, the door without a network', async ({
  phone,
  wire,
  openAs,
  openBrowser,
  device,
  words,
}) => {
  test.slow();
  const admin = device('admin');
  const site = await arrangeWorksite(admin, team);
  const room = crypto.randomUUID();
  await admin.mutate('area.create', room, {
    site_id: site.siteId,
    level: 'room',
    name_en: 'Room 7',
    name_ar: 'الغرفة 7',
  });
  const hospital = await arrangeHospital(admin);
  await device('medic.team5').mutate('facility.report', hospital.id, {
    status: 'open',
    bed_kind: 'general',
    beds_total: 12,
    beds_free: 2,
  });

  const door = await phone.newPage();
  await door.goto('/login');
  await signIn(door, words, demoAccount(`coordinator.team${team}`));
  await keptOnPhone(door);
  await test.step('at the room, without a network: mother and child are one tap', async () => {
    await loseNetwork(phone, wire);
    await door.goto(`/field/release?area=${room}`);
    await expect(door.getByText(site.siteName)).toBeVisible();
    await door.getByRole('button', { name: words.release_mother_girl() }).click();
    const tile = (group: string, count: number) =>
      door.getByRole('button', { name: words.release_add({ group, count }), exact: true });
    await expect(tile(words.domain_release_group_women(), 1)).toBeVisible();
    await expect(tile(words.domain_release_group_girls(), 1)).toBeVisible();
  });

  const choose = (question: string, answer: string) =>
    door
      .getByRole('group', { name: question })
      .getByRole('radio', { name: answer, exact: true })
      .check();
  const record = async (age: string, named: boolean): Promise<string> => {
    await door.goto(`/people/new?area=${room}`);
    await choose(words.admin_field_sex(), words.domain_person_sex_female());
    await choose(words.admin_field_age_group(), age);
    if (named) {
      await door.getByText(words.people_names(), { exact: true }).click();
      for (const part of nameParts)
        await door.getByLabel(words[`admin_field_${part}`](), { exact: true }).fill(mother[part]);
    }
    await press(door, words.people_save());
    const heading = named ? fullName : words.people_name_unknown();
    await expect(door.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    return idIn(door);
  };

  const [childId, motherId] =
    await test.step('the child has no name yet, and stays with her mother', async () => {
      const child = await record(words.domain_person_age_group_child(), false);
      const woman = await record(words.domain_person_age_group_adult(), true);
      await press(door, words.people_together_add());
      const sheet = door.getByRole('dialog', { name: words.people_together_choose() });
      await sheet.getByRole('button', { name: shortCode(child) }).click();
      const together = door.getByRole('region', { name: words.people_together_title() });
      await expect(together.getByRole('link')).toHaveAttribute('href', `/people/${child}`);
      return [child, woman] as const;
    });

  const casePath = await test.step('triage, and a hospital that has two beds', async () => {
    await door.goto(`/people/${motherId}`);
    await door.getByRole('link', { name: words.care_new(), exact: true }).click();
    await expect(door.getByRole('heading', { level: 1, name: words.care_new() })).toBeVisible();
    // Where she was found; that she is grown up is known.
    await expect(door.getByText(site.siteName)).toBeVisible();
    await press(door, words.care_a_no());
    await press(door, words.care_a_yes());
    await press(door, words.care_a_over_30());
    await press(door, words.care_record());
    await press(door, words.care_step_transport_requested());
    const where = door.getByRole('dialog', { name: words.care_step_transport_requested() });
    const offer = where.locator('label').filter({ hasText: hospital.name });
    const [beds = ''] = words.care_beds_free({ count: 2, age: '|' }).split('|');
    await expect(offer).toContainText(beds.trim());
    await offer.getByRole('radio').check();
    await where.getByRole('button', { name: words.care_step_transport_requested() }).click();
    await expect(where).toBeHidden();
    await expect(door.getByText(words.field_pending_long())).toBeVisible();
    return new URL(door.url()).pathname;
  });

  const medic = await test.step('one medic brings them, another receives them', async () => {
    await findNetwork(phone, wire);
    const driver = await openAs('medic.team5', '/care');
    await driver.getByRole('link').filter({ hasText: site.siteName }).click(arriving);
    await press(driver, words.care_step_in_transport());
    await press(driver, words.care_step_arrived());
    const arrival = driver.getByRole('dialog', { name: words.care_step_arrived() });
    await arrival.getByRole('button', { name: words.care_step_arrived() }).click();
    await expect(driver.getByText(words.care_why_own_transport())).toBeVisible();
    const receiver = await openBrowser();
    await signIn(receiver, words, await arrangeMedic(admin, 4));
    await receiver.goto(casePath);
    await receiver
      .getByRole('button', { name: words.care_step_received(), exact: true })
      .click(arriving);
    await expect(driver.getByText(words.domain_handoff_received()).first()).toBeVisible(arriving);
    return driver;
  });

  const request =
    await test.step('her family asks, and she is the first of who it may be', async () => {
      await loseNetwork(phone, wire);
      await door.goto('/tracing/new');
      for (const part of nameParts)
        await door.getByLabel(words[`admin_field_${part}`](), { exact: true }).fill(mother[part]);
      await door.getByLabel(words.tracing_seeker_name(), { exact: true }).fill('Warda');
      await door.getByLabel(words.admin_field_seeker_contact(), { exact: true }).fill(contact);
      await press(door, words.tracing_save());
      await expect(door.getByRole('heading', { level: 1, name: fullName })).toBeVisible();
      const candidates = door.getByRole('region', { name: words.tracing_candidates() });
      const first = candidates.getByRole('listitem').filter({ hasText: fullName }).first();
      await expect(first).toContainText(words.people_reason_mother());
      await first.getByRole('button', { name: words.tracing_propose() }).click();
      const claims = door.getByRole('region', { name: words.tracing_claims() });
      await claims.getByRole('button', { name: words.tracing_step_confirm_first() }).click();
      const sheet = door.getByRole('dialog', { name: words.tracing_step_confirm_first() });
      await sheet.getByRole('button', { name: words.tracing_step_confirm_first() }).click();
      await expect(sheet).toBeHidden();
      return idIn(door);
    });

  const second = medic.getByRole('region', { name: words.tracing_claims() });
  const handOver = words.tracing_step_confirm_second();

  await test.step('a second family claims her: nobody hands over while both stand', async () => {
    await findNetwork(phone, wire);
    await medic.goto(`/tracing/${request}`);
    await expect(second.getByRole('button', { name: handOver })).toBeVisible(arriving);
    const rival = crypto.randomUUID();
    const other = device('coordinator.team3');
    await other.mutate('tracing.request', rival, { given: mother.given, seeker_name: 'Salma' });
    await other.mutate('tracing.claim', claimId(rival, motherId), {
      request_id: rival,
      person_id: motherId,
    });
    await expect(second.getByText(words.tracing_contested({ count: 1 }))).toBeVisible(arriving);
    await expect(second.getByRole('button', { name: handOver })).toHaveCount(0);
    // Who has confirmed the one may reject the other.
    await door.goto(`/tracing/person/${motherId}`);
    const column = door.getByRole('listitem').filter({ hasText: 'Salma' });
    await column.getByRole('button', { name: words.tracing_step_reject() }).click(arriving);
    const rejecting = door.getByRole('dialog', { name: words.tracing_step_reject() });
    await rejecting.getByLabel(words.tracing_reason()).fill('Another woman');
    await rejecting.getByRole('button', { name: words.tracing_step_reject() }).click();
    await expect(rejecting).toBeHidden();
  });

  await test.step('handed over by two accounts', async () => {
    await medic.goto(`/tracing/${request}`);
    await second.getByRole('button', { name: handOver }).click(arriving);
    const confirming = medic.getByRole('dialog', { name: handOver });
    await confirming.getByRole('button', { name: handOver }).click();
    await expect(second.getByText(words.domain_claim_status_confirmed())).toBeVisible();
    await expect(second.getByText(words.tracing_confirmed_second())).toContainText(
      words.tracing_you(),
    );
  });

  await test.step('the admin reverses it with a reason, which the medic reads', async () => {
    const office = await openAs('admin', `/tracing/${request}`);
    await office.getByRole('button', { name: words.tracing_step_reverse() }).click(arriving);
    const reversing = office.getByRole('dialog', { name: words.tracing_step_reverse() });
    await reversing.getByLabel(words.tracing_reason()).fill('Not her family');
    await reversing.getByRole('button', { name: words.tracing_step_reverse() }).click();
    await expect(reversing).toBeHidden();
    const history = medic.getByRole('region', { name: words.field_history() });
    await expect(history).toContainText('Not her family', arriving);
    await expect(medic.getByText(words.domain_request_status_reversed()).first()).toBeVisible();
  });

  await test.step('the observer has the numbers, and nobody’s name', async () => {
    const watched = await openAs('observer', `/releases?by=site&of=${site.siteId}`);
    await expect(watched.getByRole('heading', { name: site.siteName })).toBeVisible(arriving);
    await expect(
      watched
        .getByRole('main')
        .getByText(/^(2|٢)$/)
        .first(),
    ).toBeVisible();
    await expect(watched.getByText(words.release_together()).first()).toBeVisible();
    for (const path of [
      casePath,
      `/people/${childId}`,
      `/people/${motherId}`,
      `/tracing/${request}`,
      `/tracing/person/${motherId}`,
    ]) {
      await watched.goto(path);
      await expect(watched.getByRole('main')).toBeVisible();
      await expect(watched.getByText(mother.family)).toHaveCount(0);
      await expect(watched.getByText(contact)).toHaveCount(0);
    }
  });
});
