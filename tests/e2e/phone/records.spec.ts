import { arrangeWorksite } from '../support/arrange.ts';
import { seriousFaults } from '../support/axe.ts';
import { cutOff, reconnect } from '../support/cutOff.ts';
import { handOverToLostTeam } from '../support/refused.ts';
import { demo } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';

test('[K7] a refused record holds back no other, is corrected in a form, and is confirmed', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const [one, other] = [await arrangeWorksite(admin, 2), await arrangeWorksite(admin, 2)];
  const page = await openAs('coordinator.team2', '/field');
  await handOverToLostTeam(page, words, admin, one);
  await page.goto(`/field/tasks/${other.taskId}`);
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long())).toBeVisible();

  await reconnect(page);
  await page.goto('/field/records');
  const refused = page.getByRole('link', { name: words.records_state_refused() });
  await expect(refused).toContainText(one.taskTitle);
  await expect(page.getByText(words.common_sync_nothing_waiting())).toHaveCount(0);
  await expect(refused).toContainText(words.domain_reason_invalid_payload());
  await expect(refused).toContainText(words.admin_field_team_id());
  const task = (id: string) => admin.client.from('tasks').select('status,team_id').eq('id', id);
  await expect
    .poll(async () => (await task(other.taskId)).data)
    .toMatchObject([{ status: 'in_progress' }]);
  expect(await seriousFaults(page)).toEqual([]);

  await refused.click();
  await expect(page.getByRole('main')).toContainText('المفتاح عند الباب');
  await expect(page.getByRole('main')).toContainText(words.records_form_not_here());
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: words.records_correct() }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByText(words.records_server_fault())).toBeVisible();
  await expect(form.getByLabel(words.admin_field_note())).toHaveValue('المفتاح عند الباب');
  expect(await seriousFaults(page)).toEqual([]);
  await form.getByLabel(words.admin_field_team_id()).selectOption(demo.team(3));
  await form.getByRole('button', { name: words.records_correct_save() }).click();

  await expect(page).toHaveURL(/\/field\/records$/);
  await expect(refused).toHaveCount(0);
  const confirmed = page.getByRole('region', { name: words.records_group_confirmed() });
  await expect(confirmed).toContainText(words.domain_mutation_task_hand_over());
  expect((await task(one.taskId)).data).toMatchObject([{ team_id: demo.team(3) }]);
});

test('[K8] a record is discarded with a reason, which stands in the log with what it said', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const worksite = await arrangeWorksite(admin, 3);
  const page = await openAs('coordinator.team3', '/field');
  await handOverToLostTeam(page, words, admin, worksite);
  await reconnect(page);
  await page.goto('/field/records');
  const refused = page.getByRole('link', { name: words.records_state_refused() });
  await refused.click();
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
  await expect(refused).toHaveCount(0);
  const confirmed = page.getByRole('region', { name: words.records_group_confirmed() });
  await expect(confirmed).toContainText(words.domain_mutation_record_discard());
  await expect(confirmed).toContainText(worksite.taskTitle);
  const { data } = await admin.client
    .from('events')
    .select('outcome,payload')
    .eq('kind', 'record.discard')
    .eq('payload->>entity_id', worksite.taskId);
  expect(data).toMatchObject([
    {
      outcome: 'applied',
      payload: {
        kind: 'task.hand_over',
        reason: words.records_discard_twice(),
        payload: { note: 'المفتاح عند الباب' },
      },
    },
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
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(card).toHaveCount(0);
  const confirmed = page.getByRole('region', { name: words.records_group_confirmed() });
  await expect(confirmed).toContainText(words.records_state_confirmed());
});
