import { arrangeWorksite } from '../support/arrange.ts';
import { expect, test } from '../support/test.ts';

test('two phones change one task at once: nothing is lost, and a person decides on the task page', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 5);
  const medicsRadio = device('medic.team5');
  await medicsRadio.mutate('task.status', taskId, { status: 'in_progress', from: 'open' });
  const coordinator = await openAs('coordinator.team5', `/field/tasks/${taskId}`);
  const medic = await openAs('medic.team5', `/field/tasks/${taskId}`);
  const done = words.field_step_done();
  const step = (page: typeof medic, name: string) =>
    page.getByRole('button', { name, exact: true });
  await expect(step(coordinator, done)).toBeVisible();
  await expect(step(medic, done)).toBeVisible();

  // Neither hears of the other while both decide.
  await coordinator.context().setOffline(true);
  await medic.context().setOffline(true);
  await step(medic, done).click();
  await step(coordinator, words.field_step_blocked()).click();
  const sheet = coordinator.getByRole('dialog');
  await sheet.getByLabel(words.field_reason_label()).fill('سلم مكسور');
  await sheet.getByRole('button', { name: words.field_reason_save_blocked() }).click();
  await expect(sheet).toBeHidden();

  await medic.context().setOffline(false);
  const history = coordinator.getByRole('region', { name: words.field_history() });
  const tasks = medicsRadio.client.from('tasks');
  await expect
    .poll(async () => (await tasks.select('status').eq('id', taskId)).data)
    .toEqual([{ status: 'done' }]);
  // Who is back listens again, and hears of what comes from then on at once.
  await expect(medic.getByRole('banner')).toContainText(words.common_sync_live());
  await coordinator.context().setOffline(false);

  const title = words.field_conflict_title({ count: 1 });
  await expect(coordinator.getByText(title)).toBeVisible();
  await expect(medic.getByText(title)).toBeVisible();
  const steps = (to: string) =>
    words.field_history_status({ from: words.domain_task_status_in_progress(), to });
  await expect(history).toContainText(steps(words.domain_task_status_done()));
  await expect(history).toContainText('سلم مكسور');
  await expect(history).toContainText(words.field_history_undecided());

  await coordinator.getByRole('button', { name: words.field_conflict_keep() }).click();
  await expect(coordinator.getByText(title)).toBeHidden();
  await expect(medic.getByText(title)).toBeHidden();
  await expect(history).toContainText('سلم مكسور');
  await expect(history).not.toContainText(words.field_history_undecided());
});
