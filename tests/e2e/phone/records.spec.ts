import type { Page } from '@playwright/test';
import { arrangeWorksite, type Worksite } from '../support/arrange.ts';
import { seriousFaults } from '../support/axe.ts';
import { cutOff, reconnect } from '../support/cutOff.ts';
import type { Device } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';
import type { wordsIn } from '../support/words.ts';

type Words = ReturnType<typeof wordsIn>;

/** Records a new task for a site that the admin takes away before it arrives: the server refuses it. */
const recordForLostSite = async (
  page: Page,
  words: Words,
  admin: Device,
  lost: Worksite,
): Promise<string> => {
  const title = `Lost ${lost.siteName}`;
  await cutOff(page);
  await page.goto('/field');
  await page.getByRole('button', { name: words.field_new_task() }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(words.field_form_site(), { exact: true }).selectOption(lost.siteId);
  await sheet.getByLabel(words.field_form_title()).fill(title);
  await sheet.getByRole('button', { name: words.field_new_task_save() }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await admin.mutate('site.update', lost.siteId, { set: { deleted: true } });
  return title;
};

test('[K7] a refused record holds back no other, is corrected in a form, and is confirmed', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const [lost, found] = [await arrangeWorksite(admin, 2), await arrangeWorksite(admin, 2)];
  const page = await openAs('coordinator.team2', `/field/tasks/${found.taskId}`);
  const title = await recordForLostSite(page, words, admin, lost);
  await page.goto(`/field/tasks/${found.taskId}`);
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long())).toBeVisible();

  await reconnect(page);
  await page.goto('/field/records');
  const refused = page.getByRole('link', { name: words.records_state_refused() });
  await expect(refused).toContainText(title);
  await expect(refused).toContainText(words.domain_reason_invalid_payload());
  await expect
    .poll(
      async () => (await admin.client.from('tasks').select('status').eq('id', found.taskId)).data,
    )
    .toEqual([{ status: 'in_progress' }]);
  expect(await seriousFaults(page)).toEqual([]);

  await refused.click();
  await expect(page.getByRole('main')).toContainText(title);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: words.records_correct() }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByText(words.records_server_fault())).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await form.getByLabel(words.admin_field_people_expected()).fill('many');
  await form.getByRole('button', { name: words.records_correct_save() }).click();
  await expect(form.getByText(words.records_correct_errors())).toBeVisible();
  await form.getByLabel(words.admin_field_people_expected()).fill('٧');
  await form.getByLabel(words.admin_field_site_id()).selectOption(found.siteId);
  await form.getByRole('button', { name: words.records_correct_save() }).click();

  await expect(page).toHaveURL(/\/field\/records$/);
  await expect(refused).toHaveCount(0);
  const confirmed = page.getByRole('region', { name: words.records_group_confirmed() });
  await expect(confirmed).toContainText(title);
  const { data } = await admin.client
    .from('tasks')
    .select('site_id,people_expected')
    .eq('title', title);
  expect(data).toEqual([{ site_id: found.siteId, people_expected: 7 }]);
});

test('[K8] a record is discarded with a reason, which stands in the log with what it said', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const lost = await arrangeWorksite(admin, 3);
  const page = await openAs('coordinator.team3', '/field');
  const title = await recordForLostSite(page, words, admin, lost);
  await reconnect(page);
  await page.goto('/field/records');
  await page
    .getByRole('link', { name: words.records_state_refused() })
    .filter({ hasText: title })
    .click();
  await page.getByRole('button', { name: words.records_discard(), exact: true }).click();
  const sheet = page.getByRole('dialog');
  const go = sheet.getByRole('button', { name: words.records_discard_next() });
  await sheet.getByLabel(words.records_discard_reason()).fill('لا');
  await go.click();
  await expect(sheet.getByText(words.records_discard_required())).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await sheet.getByRole('button', { name: words.records_discard_twice() }).click();
  await go.click();
  await expect(sheet.getByText(words.records_discard_sure())).toBeVisible();
  await sheet.getByRole('button', { name: words.records_discard_confirm() }).click();

  await expect(page).toHaveURL(/\/field\/records$/);
  await expect(page.getByRole('link', { name: words.records_state_refused() })).toHaveCount(0);
  const confirmed = page.getByRole('region', { name: words.records_group_confirmed() });
  await expect(confirmed).toContainText(words.domain_mutation_record_discard());
  const { data } = await admin.client
    .from('events')
    .select('outcome,payload')
    .eq('kind', 'record.discard')
    .eq('payload->payload->>title', title);
  expect(data).toMatchObject([
    { outcome: 'applied', payload: { kind: 'task.create', reason: words.records_discard_twice() } },
  ]);
});

test('the states on rows: on this phone, then gone when the server has confirmed it', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 4);
  const page = await openAs('coordinator.team4', `/field/tasks/${taskId}`);
  await cutOff(page);
  await page.getByLabel(words.field_comment_label()).fill('طرق على الجدار');
  await page.getByRole('button', { name: words.field_comment_send() }).click();
  const entry = page.getByRole('listitem').filter({ hasText: 'طرق على الجدار' }).first();
  await expect(entry).toContainText(words.field_pending());
  await page.goto('/field/records');
  const card = page.getByRole('link', { name: words.records_state_waiting() });
  await expect(card).toContainText(words.records_error_offline());
  await expect(card).toContainText(words.records_again_soon());
  await reconnect(page);
  await page.getByRole('button', { name: words.records_send_now() }).click();
  await expect(card).toHaveCount(0);
  const confirmed = page.getByRole('region', { name: words.records_group_confirmed() });
  await expect(confirmed).toContainText(words.records_state_confirmed());
});
